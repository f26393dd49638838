using System.Collections.Immutable;
using System.Net;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Configuration;

/// <summary>The web portal. Without an address for people it is off.</summary>
internal sealed record PortalOptions
{
    /// <summary>Where people find it: <c>https://portal.example.org</c>, nothing behind the host and port. Null: the portal is off.</summary>
    public Uri? Url { get; init; }

    /// <summary>Where it listens. Another program may stand before it, as long as the browser's Host header arrives as it was sent.</summary>
    public ImmutableArray<IPEndPoint> Listen { get; init; } = [new IPEndPoint(IPAddress.Loopback, 8444)];

    /// <summary>Members administer in the portal; null: those of <see cref="AuthorityOptions.AdministratorGroup"/>.</summary>
    public string? AdministratorGroup { get; init; }

    /// <summary>Members issue bypass codes to callers who proved who they are; null: there is no helpdesk.</summary>
    public string? HelpdeskGroup { get; init; }

    /// <summary>Whether a helper's word counts that a person was seen with an identity document.</summary>
    public Settings.Switch HelpdeskInPerson { get; init; } = Settings.Switch.Off;

    /// <summary>Whether people make their own skey sheets here, or ask an administrator.</summary>
    public Settings.Switch OwnSheets { get; init; } = Settings.Switch.Off;

    /// <summary>Whether people add phone numbers here, or ask an administrator.</summary>
    public Settings.Switch OwnPhones { get; init; } = Settings.Switch.Off;

    /// <summary>The site's single sign-on, if it has one.</summary>
    public SingleSignOnOptions? SignOn { get; init; }

    /// <summary>Where the gate of this machine is asked for its status.</summary>
    public string GateControl { get; init; } = "/run/sallyport-gate/control.sock";

    /// <summary>For whom the help pages are.</summary>
    public HelpPages Help { get; init; } = HelpPages.Public;

    public PortalPolicy Policy { get; init; } = PortalPolicy.Default;

    public bool IsOn => Url is not null;

    /// <summary>Browsers allow a passkey for a name, never for an IP address (WebAuthn level 3, section 5.1.2).</summary>
    public bool HasPasskeys => Url is { HostNameType: UriHostNameType.Dns };

    /// <summary>As browsers write it: <c>https://portal.example.org</c>, with the port unless it is 443.</summary>
    public string Origin => Url!.GetLeftPart(UriPartial.Authority);

    /// <summary>The host and port that requests must name.</summary>
    public string Host => $"{Url!.IdnHost}:{Url.Port}";
}

/// <summary>For whom the help pages are. They say nothing that the published site profile does not.</summary>
internal enum HelpPages
{
    Public = 1,
    /// <summary>For who is signed in to the portal.</summary>
    SignedIn = 2,
    /// <summary>There are none here, and messages do not name them.</summary>
    Off = 3,
}
