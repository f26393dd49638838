using Sallyport.Profile;
using SshWith2fa.Arguments;
using SshWith2fa.Configuration;
using SshWith2fa.Master;
using SshWith2fa.Profile;
using SshWith2fa.Routes;

namespace SshWith2fa.Tests.Routes;

/// <summary>Facts as a test sets them; counts what was asked, because every question costs time.</summary>
internal sealed class PlayedInputs : IRouteInputs
{
    public static SiteProfile Profile { get; } = ProfileReader.Read(File.ReadAllBytes(Path.Combine(Tests.Profile.Signer.Vectors, "payload.json"))).Value!;

    public List<string> Asked { get; } = [];

    public Site? Site { get; set; } = new(Profile, "key");

    public Settings Settings { get; set; } = Settings.Default;

    public LiveSession? Up { get; set; }

    public NetworkLocation Where { get; set; } = NetworkLocation.Outside;

    public bool Person { get; set; } = true;

    public Dictionary<string, string> Aliases { get; } = new(StringComparer.Ordinal);

    public string HostNameOf(CommandLine line, Destination destination) => Aliases.GetValueOrDefault(destination.Host, destination.Host);

    public LiveSession? Session()
    {
        Asked.Add("session");
        return Up;
    }

    public NetworkLocation Location()
    {
        Asked.Add("side");
        return Where;
    }

    public bool CanAsk(CommandLine line)
    {
        Asked.Add("person");
        return Person;
    }

    public static LiveSession Session(SessionTransport ride = SessionTransport.Master, int port = 12022) => new(
        new SessionState("ann", "dora", 4711, DateTimeOffset.UnixEpoch, null, "outside", [new OpenForward("ssh", 12022, port, "dora.maths.example", 22)], []), ride);
}
