using System.Text.RegularExpressions;

namespace Sallyport.Cli.Doors;

/// <summary>Where the parts of an outside sshd lie.</summary>
internal sealed partial record DoorPaths
{
    public const string DefaultName = "sskd";

    /// <summary>The configuration of the machine's own sshd.</summary>
    public const string MachineConfig = "/etc/ssh/sshd_config";

    private readonly string prefix;

    /// <param name="name">The door's name (<see cref="IsName"/>).</param>
    /// <param name="prefix">Everything lies below it, <c>/</c> on a real machine.</param>
    public DoorPaths(string name, string prefix)
    {
        Name = name;
        this.prefix = prefix.TrimEnd('/');
        PamFolder = "/etc/pam.d";
        SecurityFolder = "/etc/security";
    }

    public string Name { get; }

    public bool IsOfTheMachine => prefix.Length == 0;

    public string Prefix => IsOfTheMachine ? "/" : prefix;

    /// <summary>PAM looks here and nowhere else: no prefix moves it.</summary>
    public string PamFolder { get; init; }

    /// <summary>login_duo lets nobody but root name another configuration than its own here.</summary>
    public string SecurityFolder { get; init; }

    /// <summary>The real sshd.</summary>
    public string Sshd { get; init; } = "/usr/sbin/sshd";

    public string Config => $"{prefix}/etc/ssh/{Name}_config";

    /// <summary>The site's own lines for the outside sshd; no installation touches them.</summary>
    public string SiteFolder => Config + ".d";

    public string PamService => $"{PamFolder}/{Name}";

    /// <summary>The folder of the secrets and the script that the PAM service names.</summary>
    public string Own => $"{prefix}/etc/sallyport/{Name}";

    public string RadiusClient => Own + "/pam_radius.conf";

    public string PamDuo => Own + "/pam_duo.conf";

    /// <summary>A copy of the root certificate, because login_duo may not read the authority's folder.</summary>
    public string AuthorityRoot => Own + "/authority.pem";

    public string NoticesScript => Own + "/show-notices";

    /// <summary>The variable that tells the start of a login shell through which door the session came.</summary>
    public string SessionVariable => Own + "/session-variable";

    /// <summary>What the start of a login shell runs: the folder for shells like sh.</summary>
    public string ProfileFolder => $"{prefix}/etc/profile.d";

    public string FishFolder => $"{prefix}/etc/fish/conf.d";

    public string CshFolder => $"{prefix}/etc/csh/login.d";

    /// <summary>What PAM runs in front of Duo's clients.</summary>
    public string FactorGuard => Own + "/factor-guard";

    public string LoginDuo => SecurityFolder + "/login_duo.conf";

    /// <summary>Up to OpenSSH 9.7 the name under which sshd is started is its PAM service.</summary>
    public string Link => $"{prefix}/usr/local/sbin/{Name}";

    public string Unit => $"{prefix}/etc/systemd/system/{Name}.service";

    public string PidFile => $"{prefix}/run/{Name}.pid";

    /// <summary>
    /// What the installer remembers. Not inside the authority's state folder: that one belongs to an unprivileged user, and root
    /// puts files back from here.
    /// </summary>
    public string State => $"{prefix}/var/lib/sallyport-sshd/{Name}";

    /// <summary>The folder of all doors' states.</summary>
    public string States => $"{prefix}/var/lib/sallyport-sshd";

    /// <summary>A door's name: a lower-case letter, then up to 30 of letters, digits, hyphens; not the machine's own sshd, and none that pam_duo treats in its own way.</summary>
    public static bool IsName(string name) => Name31().IsMatch(name) && name is not ("sshd" or "ssh" or "sudo" or "su" or "su-l");

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,30}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name31();
}
