using System.CommandLine;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Talking;

/// <summary>The pass phrase of an encrypted file: in the first line of another file, or typed.</summary>
internal static class PassPhrase
{
    public static readonly Option<string?> FromFile = new("--pass-phrase-file")
    {
        Description = "a file with the pass phrase of the encrypted file in its first line",
        HelpName = "FILE",
    };

    public static async Task<string> OfAsync(string prompt, Call call) => call.Parsed.GetValue(FromFile) is { } file
        ? await FirstLine.OfAsync(file, call.Cancel)
        : await Ask.HiddenLineAsync(prompt, call);

    /// <summary>One that is to protect a new file.</summary>
    /// <exception cref="CommandFailure">It has fewer than <paramref name="shortest"/> characters.</exception>
    public static async Task<string> NewAsync(string prompt, int shortest, Call call)
    {
        var passPhrase = await OfAsync(prompt, call);
        return passPhrase.Length >= shortest ? passPhrase : throw new CommandFailure(ExitCode.Usage, $"a pass phrase has {shortest} characters or more");
    }
}
