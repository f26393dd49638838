using System.CommandLine;
using Sallyport.Cli.Backup;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Authority;

/// <summary><c>sallyport backup FILE</c>: a copy of the database, or of the whole site, while logins go on.</summary>
internal static class BackupCommand
{
    /// <summary>Anybody who opens the file can log in as any user.</summary>
    private const int ShortestPassPhrase = 12;

    private static readonly Argument<FileInfo> File = new("file") { Description = "a file that does not exist yet", HelpName = "FILE" };

    private static readonly Option<bool> Complete = new("--complete")
    {
        Description = "everything that \"sallyport restore\" needs, sealed with a pass phrase: database, keys, CA, secrets, configuration, site profile (root)",
    };

    public static Command Create() => AuthorityCommand.Create(
        "backup",
        "Write a copy of the database while logins go on (useless without the key file: keep that elsewhere), or of the complete site.",
        RunAsync,
        File,
        Complete,
        PassPhrase.FromFile);

    private static async Task RunAsync(Call call)
    {
        var path = call.Parsed.GetValue(File)!.FullName;
        if (Path.Exists(path))
            throw new CommandFailure(ExitCode.Failed, $"{path} already exists; name another file");
        if (!call.Parsed.GetValue(Complete))
        {
            await CompleteBackup.CopyDatabaseAsync(path, call);
            await call.Output.WriteLineAsync($"wrote {path} ({new FileInfo(path).Length:N0} bytes)");
            return;
        }

        if (!Environment.IsPrivilegedProcess)
            throw new CommandFailure(ExitCode.NotPermitted, "a complete backup contains every secret of the site; run it as root");
        var configuration = call.Parsed.GetValue(AuthorityCommand.Config)!;
        var options = CheckConfigCommand.Load(configuration);
        var passPhrase = await PassPhrase.NewAsync("Pass phrase of the backup: ", ShortestPassPhrase, call);
        if (call.Parsed.GetValue(PassPhrase.FromFile) is null && await Ask.HiddenLineAsync("Once more: ", call) != passPhrase)
            throw new CommandFailure(ExitCode.Usage, "the two pass phrases differ; nothing was written");
        try
        {
            var files = await CompleteBackup.WriteAsync(path, passPhrase, options, Path.GetFullPath(configuration), call);
            await call.Output.WriteLineAsync($"wrote {path} ({files} files, {new FileInfo(path).Length:N0} bytes); it cannot be opened without the pass phrase");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"no backup was written: {e.Message}");
        }
    }
}
