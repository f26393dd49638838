using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd.Rules;

/// <summary>A configuration as sshd itself reads it for one connection (<c>sshd -T -C</c>).</summary>
internal static class EffectiveConfig
{
    /// <summary>Keywords in lower case with their values, or sshd's objection.</summary>
    public static async Task<(IReadOnlyDictionary<string, string> Values, string? Fault)> OfAsync(string sshd, string config, string connection, CancellationToken cancel)
    {
        var read = await Tool.RunAsync(sshd, ["-T", "-f", config, "-C", connection], cancel);
        if (!read.Succeeded)
            return (new Dictionary<string, string>(StringComparer.Ordinal), read.Error.Trim());
        return (read.Output.Split('\n')
            .Select(line => line.Split(' ', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => string.Join(", ", group.Select(pair => pair[1].Trim())), StringComparer.Ordinal), null);
    }
}
