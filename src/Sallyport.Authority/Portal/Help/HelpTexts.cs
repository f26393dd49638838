using System.Text;

namespace Sallyport.Authority.Portal.Help;

/// <summary>The files of the folder Text, which lie in the program, in the order of the page. To add one: put it there, and its name here.</summary>
internal static class HelpTexts
{
    private const string Prefix = "help:";

    private static readonly string[] Names =
        ["first-steps", "every-day", "programs", "files", "mail-and-printing", "windows-on-the-screen", "refused", "idle-and-sleep", "lost-phone", "passcodes", "keys"];

    /// <summary>All of it, with its gaps for values.</summary>
    public static string Whole { get; } = string.Join('\n', Names.Select(Read));

    private static string Read(string name)
    {
        using var stream = typeof(HelpTexts).Assembly.GetManifestResourceStream(Prefix + name + ".md")
            ?? throw new InvalidOperationException($"the help text {name} is missing");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
