using System.Text.Json.Serialization;
using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Setup.Plan;

/// <summary>What an administrator wants of a site. Kept in the record, so that a later run changes only what is asked differently. No secrets.</summary>
internal sealed record SetupAnswers
{
    /// <summary>What the site calls itself.</summary>
    public string Site { get; init; } = "sallyport";

    /// <summary>The order's word (<see cref="Sshd.OrderNames"/>).</summary>
    public string Order { get; init; } = "code-first";

    /// <summary>The outside door's name.</summary>
    public string Door { get; init; } = DoorPaths.DefaultName;

    /// <summary>The outside door's port; 22 only where the machine's own sshd was moved aside.</summary>
    public int Port { get; init; } = 2222;

    /// <summary>The port of the machine's own sshd while the door has port 22.</summary>
    public int OwnPort { get; init; } = 2200;

    /// <summary>The door's port before it took port 22; it returns there.</summary>
    public int PortBefore { get; init; } = 2222;

    /// <summary>Addresses of this machine on which the door listens; none means all.</summary>
    public IReadOnlyList<string> Listen { get; init; } = [];

    /// <summary>Networks whose logins need no second factor.</summary>
    public IReadOnlyList<string> Trusted { get; init; } = [];

    /// <summary>Whether this machine's gate is in front of the door.</summary>
    public bool Gate { get; init; } = true;

    /// <summary>Addresses of gates or proxies that relay to this gate with a PROXY header.</summary>
    public IReadOnlyList<string> Edge { get; init; } = [];

    /// <summary>The portal's address as browsers write it; empty for no portal.</summary>
    public string Portal { get; init; } = "";

    /// <summary>Where the portal listens; empty for all IPv4 addresses at the port of <see cref="Portal"/>.</summary>
    public string PortalListen { get; init; } = "";

    /// <summary>The site's own certificate chain (PEM); empty for one of the authority's own certificate authority.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>The key of <see cref="Certificate"/>.</summary>
    public string CertificateKey { get; init; } = "";

    /// <summary>The UNIX group whose members administer.</summary>
    public string AdministratorGroup { get; init; } = "sallyport-admin";

    /// <summary>Accounts to make members of it.</summary>
    public IReadOnlyList<string> Administrators { get; init; } = [];

    /// <summary>The name by which people outside reach the door; for the site profile.</summary>
    public string PublicName { get; init; } = "";

    /// <summary>The first person; empty for nobody.</summary>
    public string Person { get; init; } = "";

    /// <summary>Private host keys in place of the machine's own.</summary>
    public IReadOnlyList<string> HostKeys { get; init; } = [];

    /// <summary>Rules of the machine's own sshd that the door is not to have.</summary>
    public IReadOnlyList<string> LeaveOut { get; init; } = [];

    [JsonIgnore]
    public bool TakesPort22 => Port == 22;

    [JsonIgnore]
    public bool HasPortal => Portal.Length > 0;

    [JsonIgnore]
    public bool HasOwnCertificate => Certificate.Length > 0;

    /// <summary>The same with the door at port 22.</summary>
    public SetupAnswers AtPort22() => TakesPort22 ? this : this with { Port = 22, PortBefore = Port };

    /// <summary>The same with the door where it was before it took port 22.</summary>
    public SetupAnswers AtPortBefore() => TakesPort22 ? this with { Port = PortBefore } : this;
}
