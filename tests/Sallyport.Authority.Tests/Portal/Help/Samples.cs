using Sallyport.Profile;

namespace Sallyport.Authority.Tests.Portal.Help;

/// <summary>Sites to make pages of: the one with neutral names that docs/users is made of, and one that has as little as a profile may.</summary>
internal static class Samples
{
    public static string Root { get; } = FindRoot();

    public static SiteProfile Neutral { get; } = ProfileReader.Read(File.ReadAllBytes(Path.Combine(Root, "tests/vectors/site-profile/payload.json"))).Value!;

    public static SiteProfile Least { get; } = Neutral with
    {
        Inside = [Neutral.LoginServer], Forwards = [], SocksPort = null, KeepaliveSeconds = 0, X11 = X11Preference.Off, HostKeys = [], Session = new SessionRules(0, 0),
    };

    public static SiteProfile OtherPort { get; } = Neutral with { Outside = new DoorAddress("ssh.maths.example", 2222) };

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sallyport.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("not in a checkout");
        return folder;
    }
}
