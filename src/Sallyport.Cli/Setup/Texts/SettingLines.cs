namespace Sallyport.Cli.Setup.Texts;

/// <summary>The lines of a configuration file that set something: no comments, no section headers.</summary>
internal static class SettingLines
{
    public static IReadOnlyList<string> Of(string path) =>
        [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] is not ('#' or '['))];
}
