using Sallyport.Cli.Sshd;

namespace Sallyport.Cli.Doctor;

/// <summary>sshd takes the configuration, and as it reads it nothing but PAM opens the door.</summary>
internal static class SshdConfigCheck
{
    private static readonly (string Keyword, string Value)[] Demanded =
    [
        ("usepam", "yes"), ("authenticationmethods", "keyboard-interactive:pam"), ("passwordauthentication", "no"),
        ("pubkeyauthentication", "no"), ("hostbasedauthentication", "no"), ("permitrootlogin", "no"), ("permitemptypasswords", "no"),
    ];

    private static readonly (string Keyword, string Value)[] DemandedOfLoginDuo =
        [("forcecommand", "/usr/sbin/login_duo"), ("disableforwarding", "yes"), ("permittunnel", "no"), ("permituserrc", "no")];

    public static async IAsyncEnumerable<Finding> Look(InstalledDoor door, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var subject = door.Name + ": sshd";
        var read = await Tool.RunAsync(door.Paths.Sshd, ["-T", "-f", door.Paths.Config], cancel);
        if (!read.Succeeded)
        {
            yield return Finding.Wrong(subject, $"sshd does not take {door.Paths.Config}: {read.Error.Trim()}", "mend it, or install again: " + door.Again);
            yield break;
        }

        var values = read.Output.Split('\n')
            .Select(line => line.Split(' ', 2))
            .Where(pair => pair.Length == 2)
            .GroupBy(pair => pair[0], StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First()[1].Trim(), StringComparer.Ordinal);
        var demanded = door.Order == Order.LoginDuo ? Demanded.Concat(DemandedOfLoginDuo) : Demanded;
        var wrong = demanded.Where(line => values.GetValueOrDefault(line.Keyword) != line.Value).ToList();
        foreach (var (keyword, value) in wrong)
            yield return Finding.Wrong(subject, $"{keyword} is {values.GetValueOrDefault(keyword) ?? "not set"}, which opens a way past the second factor", $"write {keyword} {value} in {door.Paths.Config}");
        if (wrong.Count == 0)
            yield return Finding.Fine(subject, $"{door.Paths.Config} lets in by PAM alone");
    }
}
