namespace Repository;

/// <summary>What <c>folder-order.txt</c> says of one project: its folders, from those that use others to those that are used.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Levels">The levels, top first; each a list of folders that do not use one another.</param>
/// <param name="Unordered">Why the project has no order yet; null where it has one.</param>
internal sealed record FolderOrder(string Project, IReadOnlyList<FolderOrder.Level> Levels, string? Unordered)
{
    public const string File = "tests/Repository/folder-order.txt";

    private const string Together = "together:";
    private const string NoOrder = "no order yet:";
    private const string SetApart = "apart:";

    /// <summary>Folders that, with all that is in them, do not use one another, whatever their levels.</summary>
    public IReadOnlyList<string> Apart { get; init; } = [];

    /// <summary>Folders on one line.</summary>
    /// <param name="Folders">The folders' names.</param>
    /// <param name="Mutual">Whether they may use one another.</param>
    internal sealed record Level(IReadOnlyList<string> Folders, bool Mutual);

    /// <summary>All sections of the file.</summary>
    public static IReadOnlyList<FolderOrder> Read()
    {
        var sections = new List<FolderOrder>();
        foreach (var line in Tree.Text(File).Split('\n').Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0))
        {
            if (line.StartsWith('['))
                sections.Add(new FolderOrder(line.Trim('[', ']'), [], null));
            else if (line.StartsWith(NoOrder, StringComparison.Ordinal))
                sections[^1] = sections[^1] with { Unordered = line[NoOrder.Length..].Trim() };
            else if (line.StartsWith(SetApart, StringComparison.Ordinal))
                sections[^1] = sections[^1] with { Apart = Names(line[SetApart.Length..]) };
            else
                sections[^1] = sections[^1] with { Levels = [.. sections[^1].Levels, ToLevel(line)] };
        }

        return sections;
    }

    /// <summary>Whether a folder may use another by this order.</summary>
    public bool Allows(string from, string to)
    {
        var (user, used) = (LevelOf(from), LevelOf(to));
        return user >= 0 && (user < used || (user == used && Levels[user].Mutual)) && !AreApart(from, to);
    }

    public int LevelOf(string folder) => Levels.ToList().FindIndex(l => l.Folders.Contains(folder));

    private bool AreApart(string from, string to) =>
        Apart.FirstOrDefault(a => IsIn(from, a)) is { } one && Apart.FirstOrDefault(a => IsIn(to, a)) is { } other && one != other;

    private static bool IsIn(string folder, string outer) => folder == outer || folder.StartsWith(outer + "/", StringComparison.Ordinal);

    private static string[] Names(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Level ToLevel(string line)
    {
        var mutual = line.StartsWith(Together, StringComparison.Ordinal);
        return new Level(Names(mutual ? line[Together.Length..] : line), mutual);
    }
}
