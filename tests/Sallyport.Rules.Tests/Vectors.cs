namespace Sallyport.Rules.Tests;

/// <summary>Rows of tests/vectors: fields between tabs, comments from a hash sign at the line's start.</summary>
internal static class Vectors
{
    public static IReadOnlyList<string[]> Read(string file) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "vectors", file))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))];
}
