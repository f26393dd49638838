using System.Globalization;

namespace Sallyport.Authority.Machine;

/// <summary>A process of this machine. Its number may be another's later; together with its start it is not.</summary>
/// <param name="Id">The process id.</param>
/// <param name="Started">Clock ticks from the machine's start to the process's (proc(5), field 22 of <c>stat</c>).</param>
internal readonly record struct ProcessIdentity(int Id, long Started)
{
    /// <summary>Deeper than this nobody nests shells.</summary>
    private const int MostAncestors = 256;

    /// <summary>Null when there is no such process, or none that may be seen.</summary>
    public static ProcessIdentity? Of(int id) => Read(id)?.Self;

    /// <summary>The program and its arguments, or what the program says in their place; null when there is no such process.</summary>
    public static string? CommandLineOf(int id) => Text(id, "cmdline")?.TrimEnd('\0', ' ').Replace('\0', ' ');

    /// <summary>The parent of a process, or null when there is no such process.</summary>
    public static ProcessIdentity? ParentOf(int id) => Read(id) is { } found && Read(found.Parent) is { } parent ? parent.Self : null;

    /// <summary>
    /// A process and those that it descends from, the nearest first, as long as all of them are the user's; the first that is not is the last of them. What runs
    /// as another user below that one may be a server, whose children are other people's.
    /// </summary>
    public static IEnumerable<ProcessIdentity> Lineage(int id, uint uid)
    {
        for (var depth = 0; depth < MostAncestors && id > 1 && Read(id) is { } found; depth++)
        {
            yield return found.Self;
            if (!BelongsTo(id, uid))
                yield break;
            id = found.Parent;
        }
    }

    /// <summary>Real, effective, saved and file-system uid alike. The owner of the folder would be root for whatever once changed its uid.</summary>
    private static bool BelongsTo(int id, uint uid)
    {
        var uids = Text(id, "status")?.Split('\n').FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal))?[4..]
            .Split((char[])['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
        return uids is { Length: 4 } && uids.All(text => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var own) && own == uid);
    }

    /// <summary>The name, in parentheses, may have any characters: what is read begins after the last one.</summary>
    private static (ProcessIdentity Self, int Parent)? Read(int id)
    {
        // After the name: the state, the parent, and the start as the twentieth.
        if (Text(id, "stat") is not { } text || text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not { Length: > 19 } fields)
            return null;
        return int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var parent)
            && long.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out var started)
                ? (new ProcessIdentity(id, started), parent)
                : null;
    }

    private static string? Text(int id, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
