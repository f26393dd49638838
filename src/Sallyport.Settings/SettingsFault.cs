namespace Sallyport.Settings;

/// <summary>One thing wrong in a settings file. <paramref name="Line"/> counts from 1; 0 means the file as a whole.</summary>
/// <param name="File">The file's path as the operator gave it.</param>
/// <param name="Line">Where the fault is.</param>
/// <param name="Sentence">What is wrong and what to write instead, in one lower-case sentence.</param>
public sealed record SettingsFault(string File, int Line, string Sentence)
{
    private const int LongestPath = 400, LongestSentence = 1000;

    /// <summary>For a terminal: a path and a line of somebody's file may contain anything.</summary>
    public override string ToString() => Line > 0 ? $"{Shown(File, LongestPath)}:{Line}: {Shown(Sentence, LongestSentence)}" : $"{Shown(File, LongestPath)}: {Shown(Sentence, LongestSentence)}";

    private static string Shown(string text, int most)
    {
        var shown = string.Concat(text.Take(most).Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
        return text.Length > most ? shown + "..." : shown;
    }
}
