namespace Sallyport.Authority.Machine;

/// <summary>Where the machine's name service looks for accounts and groups: nsswitch.conf(5).</summary>
internal static class NameServiceSources
{
    private const string Configuration = "/etc/nsswitch.conf";
    private const string Varlink = "/run/systemd/userdb";

    /// <summary>systemd's own accounts of running services; every other socket there may belong to a service that is slow.</summary>
    private const string SystemdItself = "io.systemd.DynamicUser";

    private static readonly string[] Databases = ["passwd:", "group:", "initgroups:"];

    /// <summary>Whether accounts and groups come from the machine's own files and from systemd alone. In doubt they do not.</summary>
    public static bool AreLocal()
    {
        try
        {
            return AreLocal(
                File.ReadAllLines(Configuration), Directory.Exists(Varlink) ? [.. Directory.EnumerateFiles(Varlink).Select(s => Path.GetFileName(s)!)] : []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <param name="configuration">The lines of nsswitch.conf.</param>
    /// <param name="varlink">The names of the sockets that nss-systemd(8) asks.</param>
    public static bool AreLocal(IEnumerable<string> configuration, IEnumerable<string> varlink)
    {
        var lines = configuration
            .Select(line => line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1 && Databases.Contains(words[0], StringComparer.Ordinal))
            .ToList();
        var sources = lines.SelectMany(words => words.Skip(1)).ToHashSet(StringComparer.Ordinal);
        return lines.Any(words => words[0] == "passwd:") && lines.Any(words => words[0] == "group:")
            && sources.IsSubsetOf(["files", "systemd"])
            && (!sources.Contains("systemd") || varlink.All(socket => socket == SystemdItself));
    }
}
