using System.CommandLine;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Backup;

/// <summary>The pass phrase of a backup: the first line of a file, or typed.</summary>
internal static class PassPhrase
{
    private const int Shortest = 12;

    public static readonly Option<FileInfo?> FromFile = new("--pass-phrase-file") { Description = "a file with the pass phrase in its first line", HelpName = "FILE" };

    /// <exception cref="CommandFailure">It is too short, or was typed differently the second time.</exception>
    public static async Task<string> NewAsync(Call call)
    {
        var passPhrase = await OfAsync(call);
        if (passPhrase.Length < Shortest)
            throw new CommandFailure(ExitCode.Usage, $"a pass phrase has at least {Shortest} characters: anybody who opens the file can log in as any user");
        if (call.Parsed.GetValue(FromFile) is null && await Ask.HiddenLineAsync("Once more: ", call) != passPhrase)
            throw new CommandFailure(ExitCode.Usage, "the two pass phrases differ; nothing was written");
        return passPhrase;
    }

    public static async Task<string> OfAsync(Call call)
    {
        if (call.Parsed.GetValue(FromFile) is not { } file)
            return await Ask.HiddenLineAsync("Pass phrase of the backup: ", call);
        try
        {
            return File.ReadLines(file.FullName).FirstOrDefault() ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Usage, $"the pass phrase cannot be read: {e.Message}");
        }
    }
}
