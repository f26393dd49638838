using Sallyport.Profile;

namespace SshWith2fa.Configuration;

/// <summary>What the person chose: the file "settings", one "name = value" a line, # for remarks.</summary>
/// <param name="User">Login name at the site; null for the local one or what ~/.ssh/config says.</param>
/// <param name="Share">Which programs may ride on the session; null for all.</param>
/// <param name="Idle">How long a session without use lives; null for no bound.</param>
/// <param name="WhenFull">What a command does when the server's MaxSessions are in use.</param>
/// <param name="Portal">Where the profile came from, null for a file.</param>
/// <param name="Authority">SHA-256 of the site CA's certificate where it was given at set-up, in hex.</param>
internal sealed record Settings(string? User, IReadOnlyList<string>? Share, TimeSpan? Idle, WhenFull WhenFull, string? Portal, string? Authority)
{
    /// <summary>Domains, names and addresses under which the person lets the site name hosts; null in settings written before there was a choice.</summary>
    public IReadOnlyList<string>? Domains { get; init; }

    /// <summary>Which line could not be understood, so that nothing may use the session; null where all could.</summary>
    public string? Mistake { get; init; }

    public static Settings Default { get; } = new(null, null, null, WhenFull.SecondConnection, null, null);

    /// <summary>The programs <c>share</c> may name.</summary>
    public static IReadOnlyList<string> Shareable { get; } = ["ssh", "scp", "sftp", "rsync", "git", "unison", "forward"];

    /// <summary>Reads the text of a settings file. On a mistake the sentence says which line, and nothing may ride: a typo lifts no limit.</summary>
    public static (Settings Settings, string? Mistake) Read(string text)
    {
        var settings = Default;
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var next = equals < 1 ? null : Apply(settings, line[..equals].TrimEnd(), line[(equals + 1)..].TrimStart());
            if (next is null)
            {
                var mistake = $"line {number} of the settings file is not understood; see \"settings\" in ssh-with-2fa(1)";
                return (Default with { Share = [], WhenFull = WhenFull.Refuse, Mistake = mistake }, mistake);
            }
            settings = next;
        }
        return (settings, null);
    }

    public string Write()
    {
        var lines = new List<string> { "# Settings of ssh-with-2fa: see ssh-with-2fa(1)." };
        if (User is not null)
            lines.Add("user = " + User);
        if (Share is not null)
            lines.Add("share = " + string.Join(',', Share));
        if (Idle is { } idle)
            lines.Add(idle.TotalSeconds % 60 == 0 ? $"idle = {(int)idle.TotalMinutes}m" : $"idle = {(int)idle.TotalSeconds}s");
        if (WhenFull == WhenFull.Refuse)
            lines.Add("when-full = refuse");
        if (Portal is not null)
            lines.Add("portal = " + Portal);
        if (Domains is not null)
            lines.Add("domains = " + string.Join(',', Domains));
        if (Authority is not null)
            lines.Add("authority = " + Authority);
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>"30m", "2h" or "90s"; null for anything else or for nothing.</summary>
    public static TimeSpan? Duration(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), System.Globalization.NumberStyles.None, null, out var number) || number is < 1 or > 100_000)
            return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => null,
        };
    }

    private static Settings? Apply(Settings settings, string name, string value) => name switch
    {
        "user" when Grammar.IsUser(value) => settings with { User = value },
        "share" when value == "all" => settings with { Share = null },
        "share" when Programs(value) is { } programs => settings with { Share = programs },
        "idle" when value == "never" => settings with { Idle = null },
        "idle" when Duration(value) is { } idle => settings with { Idle = idle },
        "when-full" when value == "refuse" => settings with { WhenFull = WhenFull.Refuse },
        "when-full" when value == "connect" => settings with { WhenFull = WhenFull.SecondConnection },
        // A site whose names are all short needs none.
        "domains" when value.Length == 0 => settings with { Domains = [] },
        "domains" when value.Split(',', StringSplitOptions.TrimEntries) is var domains && Array.TrueForAll(domains, Grammar.IsHost) => settings with { Domains = domains },
        "portal" when Grammar.IsPortal(value) => settings with { Portal = value },
        "authority" when value.Length == 64 && value.All(char.IsAsciiHexDigitLower) => settings with { Authority = value },
        _ => null,
    };

    private static string[]? Programs(string value)
    {
        var programs = value.Split(',', StringSplitOptions.TrimEntries);
        return programs.All(Shareable.Contains) ? programs : null;
    }
}

/// <summary>What a command does when the login server takes no further channel on the session (MaxSessions).</summary>
internal enum WhenFull
{
    /// <summary>Connect once more through the forwarded port: no second factor, but perhaps the password.</summary>
    SecondConnection,

    /// <summary>Fail and say so.</summary>
    Refuse,
}
