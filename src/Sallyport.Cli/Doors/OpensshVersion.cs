using System.Globalization;
using System.Text.RegularExpressions;

namespace Sallyport.Cli.Doors;

/// <summary>The release of an sshd, as far as its PAM service name depends on it.</summary>
internal readonly partial record struct OpensshVersion(int Major, int Minor)
{
    /// <summary>From here on <c>PAMServiceName</c> names the PAM service; before, the name under which sshd was started did.</summary>
    public static readonly OpensshVersion FirstWithServiceName = new(9, 8);

    /// <summary>
    /// Whether the PAM service is named in the configuration. A door written for one way is open wide under the other (sshd would
    /// use the machine's own PAM service, without a second factor), so that its unit refuses to start when this changes.
    /// </summary>
    public bool NamesServiceInConfig => (Major, Minor).CompareTo((FirstWithServiceName.Major, FirstWithServiceName.Minor)) >= 0;

    /// <summary>Whether sshd shuts out addresses by itself; that came with the same release.</summary>
    public bool HasPenalties => NamesServiceInConfig;

    /// <summary>Reads what <c>sshd -V</c> prints, such as <c>OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL 3.0.15</c>.</summary>
    public static OpensshVersion? TryParse(string text)
    {
        var match = Release().Match(text);
        return match.Success ? new OpensshVersion(Number(match, "major"), Number(match, "minor")) : null;
    }

    public static async Task<OpensshVersion?> OfAsync(string sshd, CancellationToken cancel)
    {
        if (!File.Exists(sshd))
            return null;
        var run = await Tool.RunAsync(sshd, ["-V"], cancel);
        return TryParse(run.Error + run.Output);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"OpenSSH_(?<major>\d{1,3})\.(?<minor>\d{1,3})", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Release();
}
