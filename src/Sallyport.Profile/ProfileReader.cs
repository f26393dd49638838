using System.Text.Json;

namespace Sallyport.Profile;

/// <summary>Reads the payload of a site profile: every field of the fixed list, no other, each in its bounds (docs/operators/site-profile.md).</summary>
public static class ProfileReader
{
    /// <summary>No honest profile comes near it; in bytes.</summary>
    public const int Largest = 256 * 1024;

    public static ProfileResult<SiteProfile> Read(ReadOnlyMemory<byte> payload)
    {
        try
        {
            if (payload.Length > Largest)
                throw new ProfileRefusedException(ProfileFault.Malformed, "the site profile is larger than 256 KiB");
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 6 });
            return new(Profile(new Fields(document.RootElement, "the profile")), null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no UTF-8, or half a surrogate pair, found only when it is read.
            return new(null, new(ProfileFault.Malformed, "the site profile is not well-formed JSON; fetch it again"));
        }
        catch (ProfileRefusedException refused)
        {
            return new(null, refused.Problem);
        }
    }

    private static SiteProfile Profile(Fields top)
    {
        if (top.Number("version", 1, int.MaxValue) != SiteProfile.Version)
            throw new ProfileRefusedException(ProfileFault.NotAllowed, "the site profile has a newer format; install a newer ssh-with-2fa");
        var profile = new SiteProfile(
            top.Text("site", Grammar.IsLabel),
            top.Number("serial", 1, long.MaxValue),
            top.Time("issued-at"),
            OutsideDoor(top.Nested("outside")),
            top.Objects("inside", 1, 200, Host),
            top.Texts("networks", 0, 200, Grammar.IsNetwork),
            top.Objects("forwards", 0, 40, Forward),
            top.OptionalNumber("socks-port", 1024, 65535) is { } port ? (int)port : null,
            (int)top.Number("keepalive", 0, 3600),
            X11(top.Text("x11", IsX11)),
            top.Flag("compression"),
            top.Objects("host-keys", 0, 200, Key),
            top.Text("portal", Grammar.IsPortal),
            Session(top.Nested("session")))
        {
            Help = top.OptionalText("help", Grammar.IsPortal),
        };
        top.NothingElse();
        ProfileChecks.Consistent(profile);
        return profile;
    }

    private static DoorAddress OutsideDoor(Fields fields) =>
        fields.Closed(new DoorAddress(fields.Text("host", Grammar.IsHost), fields.Port("port")));

    private static InsideHost Host(Fields fields) => fields.Closed(new InsideHost(
        fields.Texts("names", 1, 20, Grammar.IsHost), fields.Text("host", Grammar.IsHost), fields.Port("port"), fields.OptionalFlag("login")));

    private static PortForward Forward(Fields fields) => fields.Closed(new PortForward(
        fields.Text("name", Grammar.IsLabel),
        (int)fields.Number("local-port", 1024, 65535),
        fields.Text("host", Grammar.IsHost),
        fields.Port("port"),
        fields.OptionalText("if-taken") switch
        {
            null or "next" => PortTaken.Next,
            "skip" => PortTaken.Skip,
            "fail" => PortTaken.Fail,
            _ => throw fields.NotAllowed("if-taken"),
        }));

    private static HostKey Key(Fields fields) =>
        fields.Closed(new HostKey(fields.Texts("hosts", 1, 40, Grammar.IsHost), fields.Text("key", Grammar.IsHostKey)));

    private static SessionRules Session(Fields fields) => fields.Closed(new SessionRules(
        (int)fields.Number("max-minutes", 0, 7 * 24 * 60), (int)fields.Number("warn-minutes", 0, 24 * 60)));

    private static bool IsX11(string text) => text is "auto" or "untrusted" or "trusted" or "off";

    private static X11Preference X11(string text) => text switch
    {
        "untrusted" => X11Preference.Untrusted,
        "trusted" => X11Preference.Trusted,
        "off" => X11Preference.Off,
        _ => X11Preference.Auto,
    };
}
