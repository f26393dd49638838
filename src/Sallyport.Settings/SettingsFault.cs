namespace Sallyport.Settings;

/// <summary>One thing wrong in a settings file. <paramref name="Line"/> counts from 1; 0 means the file as a whole.</summary>
/// <param name="File">The file's path as the operator gave it.</param>
/// <param name="Line">Where the fault is.</param>
/// <param name="Sentence">What is wrong and what to write instead, in one lower-case sentence.</param>
public sealed record SettingsFault(string File, int Line, string Sentence)
{
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Sentence}" : $"{File}: {Sentence}";
}
