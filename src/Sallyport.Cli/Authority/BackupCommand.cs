using System.CommandLine;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Authority;

/// <summary><c>sallyport backup FILE</c>: a copy of the database while logins go on.</summary>
internal static class BackupCommand
{
    private static readonly Argument<FileInfo> File = new("file") { Description = "a file that does not exist yet", HelpName = "FILE" };

    public static Command Create() => AuthorityCommand.Create(
        "backup", "Write a copy of the database while logins continue. It is useless without the key file: keep that elsewhere.", RunAsync, File);

    private static async Task RunAsync(Call call)
    {
        var path = call.Parsed.GetValue(File)!.FullName;
        if (System.IO.File.Exists(path))
            throw new CommandFailure(ExitCode.Failed, $"{path} already exists; name another file");

        await using var copy = await call.Authority.DownloadAsync("/v1/backup", call.Cancel);
        await using (var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            Options = FileOptions.Asynchronous,
        }))
        {
            await copy.CopyToAsync(file, call.Cancel);
            file.Flush(flushToDisk: true);
        }

        await call.Output.WriteLineAsync($"wrote {path} ({new FileInfo(path).Length:N0} bytes)");
    }
}
