namespace Sallyport.Cli.PamServices;

/// <summary>A program of this machine that asks PAM, and where the parts of its second factor lie.</summary>
/// <param name="Service">One of <see cref="Known"/>.</param>
internal sealed record PamPaths(string Service)
{
    /// <summary>What can be installed. sudo's login shell has a PAM service of its own, which would be a way around.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Known { get; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["sudo"] = ["sudo", "sudo-i"],
        ["login"] = ["login"],
    };

    /// <summary>Where libpam looks.</summary>
    public string PamFolder { get; init; } = "/etc/pam.d";

    /// <summary>The folder of pam_radius_auth's files.</summary>
    public string Own { get; init; } = "/etc/sallyport/pam";

    /// <summary>The folder in which a change is kept until it is complete; only root may write there.</summary>
    public string States { get; init; } = "/var/lib/sallyport-pam";

    public string RadiusClient => $"{Own}/{Service}.conf";

    public string State => $"{States}/{Service}";

    /// <summary>The names of the PAM services that are there.</summary>
    public IReadOnlyList<string> Names => [.. Known[Service].Where(name => Path.Exists(FileOf(name)))];

    public string FileOf(string name) => $"{PamFolder}/{name}";
}
