namespace Sallyport.Authority.Machine;

/// <summary>Where the machine's name service looks for accounts and groups: nsswitch.conf(5).</summary>
internal static class NameServiceSources
{
    private const string Configuration = "/etc/nsswitch.conf";
    private const string Varlink = "/run/systemd/userdb";

    /// <summary>Where administrators and packages put single accounts for nss-systemd(8).</summary>
    private static readonly string[] DropIns = ["/etc/userdb", "/run/userdb", "/run/host/userdb", "/usr/local/lib/userdb", "/usr/lib/userdb"];

    /// <summary>systemd's own accounts of running services; every other socket there may belong to a service that is slow.</summary>
    private const string SystemdItself = "io.systemd.DynamicUser";

    private static readonly string[] Databases = ["passwd:", "group:", "initgroups:"];

    /// <summary>Whether accounts and groups come from the machine's own files and from systemd alone. In doubt they do not.</summary>
    public static bool AreLocal()
    {
        try
        {
            return AreLocal(
                File.ReadAllLines(Configuration), new[] { Varlink }.Concat(DropIns).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Select(s => Path.GetFileName(s)!));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <param name="configuration">The lines of nsswitch.conf.</param>
    /// <param name="userdb">The names of the sockets that nss-systemd(8) asks, and of the files that it reads.</param>
    public static bool AreLocal(IEnumerable<string> configuration, IEnumerable<string> userdb)
    {
        var lines = configuration
            .Select(line => line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 1 && Databases.Contains(words[0], StringComparer.Ordinal))
            .ToList();
        var sources = lines.SelectMany(words => words.Skip(1)).ToHashSet(StringComparer.Ordinal);
        return lines.Any(words => words[0] == "passwd:") && lines.Any(words => words[0] == "group:")
            && sources.IsSubsetOf(["files", "systemd"])
            && (!sources.Contains("systemd") || userdb.All(name => name == SystemdItself));
    }
}
