using System.CommandLine;
using System.Formats.Tar;
using Sallyport.Authority.Configuration;
using Sallyport.Cli.Backup;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Authority;

/// <summary><c>sallyport restore FILE</c>: a site out of a complete backup, on a machine where no authority runs.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<FileInfo> Backup = new("file") { Description = "what \"sallyport backup --complete\" wrote", HelpName = "FILE" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "check the backup and list its files, and change nothing" };

    private static readonly Option<bool> Replace = new("--replace") { Description = "replace files that are there; each is moved to NAME.before-restore" };

    public static Command Create() => AuthorityCommand.Create(
        "restore", "Bring a site back from a complete backup, on this machine or on another (root, no authority running).", RunAsync, Backup, PassPhrase.FromFile, DryRun, Replace);

    private static async Task RunAsync(Call call)
    {
        var path = call.Parsed.GetValue(Backup)!.FullName;
        var passPhrase = await PassPhrase.OfAsync("Pass phrase of the backup: ", call);
        try
        {
            var restoration = new Restoration(() => new OpeningStream(File.OpenRead(path), passPhrase));
            var entries = restoration.Entries();
            if (call.Parsed.GetValue(DryRun))
            {
                foreach (var entry in entries.Where(entry => entry.EntryType == TarEntryType.RegularFile))
                    await call.Output.WriteLineAsync($"{Restoration.PlaceOf(entry)} ({entry.Length:N0} bytes)");
                return;
            }

            await MayRestoreAsync(entries, call);
            await restoration.WriteAsync(call.Cancel);
            await call.Output.WriteLineAsync($"""
                restored {entries.Count(entry => entry.EntryType == TarEntryType.RegularFile)} files. Next:
                  systemctl start sallyport      start the authority
                  sallyport audit verify         check that nothing is missing
                  sallyport doctor               what else this machine needs
                Lines of sheets and other codes that were used after the backup was made are valid again: see backup.md.
                """);
        }
        catch (InvalidDataException e)
        {
            throw new CommandFailure(ExitCode.Failed, $"{path} cannot be restored: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new CommandFailure(ExitCode.Failed, $"nothing was restored: {e.Message}");
        }
    }

    private static async Task MayRestoreAsync(IReadOnlyList<TarEntry> entries, Call call)
    {
        if (!Environment.IsPrivilegedProcess)
            throw new CommandFailure(ExitCode.NotPermitted, "only root can give the files to their owners; run it as root");
        if (await AuthoritySocket.AnswersAsync(new AuthorityOptions().Socket, call.Cancel) || await AuthoritySocket.AnswersAsync(AuthorityCommand.SocketOf(call.Parsed), call.Cancel))
            throw new CommandFailure(ExitCode.Failed, "an authority is running here; stop it first: systemctl stop sallyport");
        if (!call.Parsed.GetValue(Replace) && Restoration.InTheWay(entries) is [var first, ..] files)
            throw new CommandFailure(ExitCode.Failed, $"{first}{(files.Count > 1 ? $" and {files.Count - 1} more" : "")} already exist{(files.Count > 1 ? "" : "s")}; nothing was changed. With --replace existing files are moved aside");
    }
}
