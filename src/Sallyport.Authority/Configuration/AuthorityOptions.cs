using System.Collections.Immutable;
using System.Net;
using Sallyport.Authority.Delivery;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.DayKeys;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Configuration;

/// <summary>Everything an authority is told at its start. The defaults are those of packaging/sallyport.conf.</summary>
internal sealed record AuthorityOptions
{
    /// <summary>The name of the database in <see cref="StateFolder"/>.</summary>
    public const string Database = "sallyport.db";

    public const string DefaultFile = "/etc/sallyport/sallyport.conf";

    /// <summary>What the site calls itself: in authenticator apps, on skey sheets and in seeds.</summary>
    public string Site { get; init; } = "sallyport";

    /// <summary>Where the database lies. Made with mode 0700.</summary>
    public string StateFolder { get; init; } = "/var/lib/sallyport";

    /// <summary>The key that seals the database; outside it. Null: <c>key</c> in the systemd credentials folder, else in the state folder.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The socket of the command line.</summary>
    public string Socket { get; init; } = "/run/sallyport/authority.sock";

    /// <summary>Where the sentences for a person's next session lie, a file each.</summary>
    public string NoticesFolder { get; init; } = "/run/sallyport/notices";

    /// <summary>Members manage everybody's factors. Root always does.</summary>
    public string AdministratorGroup { get; init; } = "sallyport-admin";

    /// <summary>Members read the feed of login results, and nothing else: the gate's user.</summary>
    public string GateGroup { get; init; } = "sallyport-gate";

    /// <summary>Where a collector asks for metrics, an address of this machine; null when nowhere.</summary>
    public IPEndPoint? Metrics { get; init; }

    /// <summary>Whether root may take keys out of the authority (<c>sallyport export</c>).</summary>
    public bool ExportKeys { get; init; }

    /// <summary>The zone of the times that people are told.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    public BudgetPolicy Budgets { get; init; } = BudgetPolicy.Default;

    public int TriesPerConnection { get; init; } = 3;

    public WebOtpPolicy WebOtp { get; init; } = WebOtpPolicy.Default;

    public SkeyOptions Skey { get; init; } = new();

    /// <summary>From when a second factor is demanded, of whom.</summary>
    public Rollout Rollout { get; init; } = Rollout.Complete;

    /// <summary>Whether people may vouch for keys.</summary>
    public DayKeyOptions DayKeys { get; init; } = new();

    /// <summary>What is taken off a name as it was typed.</summary>
    public NameOptions Names { get; init; } = NameOptions.AsTyped;

    public PushOptions Push { get; init; } = new();

    public DecoyMix Decoys { get; init; } = DecoyMix.Default;

    public RadiusOptions Radius { get; init; } = new();

    public DuoOptions Duo { get; init; } = new();

    public PortalOptions Portal { get; init; } = new();

    /// <summary>The ways to people's devices, in the order in which they are tried.</summary>
    public ImmutableArray<DeliverOptions> Deliver { get; init; } = [];

    public SmsPolicy Sms { get; init; } = SmsPolicy.Default;

    /// <summary>What the site can deliver: a call also needs the portal, where its provider asks what to say.</summary>
    public DeviceWays DeviceWays =>
        DeviceWays.Push
        | (Deliver.Any(way => way.For.Contains(Purpose.Sms)) ? DeviceWays.Sms : DeviceWays.None)
        | (Portal.IsOn && Deliver.Any(way => way.For.Contains(Purpose.Phone)) ? DeviceWays.Phone : DeviceWays.None);

    public WebPushOptions WebPush { get; init; } = WebPushOptions.Default;

    /// <summary>Whom a push service may ask about us. Without a portal no browser can be enrolled, and nobody is given it.</summary>
    public string PushContact => WebPush.Contact ?? (Portal.IsOn ? Portal.Origin : "https://localhost");

    /// <summary>Gates on other machines.</summary>
    public ImmutableArray<GateOptions> Gates { get; init; } = [];
}

/// <param name="Lines">Lines of a new sheet, 20 to 2000.</param>
/// <param name="Algorithm">The hash of a new sheet.</param>
/// <param name="WarnBelow">A sheet with fewer lines left is mentioned at login.</param>
internal sealed record SkeyOptions(int Lines = SkeySheet.DefaultLines, SkeyAlgorithm Algorithm = SkeyAlgorithm.Sha1, int WarnBelow = 20);

/// <param name="AskingUser">Under this user's name sshd asks which key opens an account; root may ask as well.</param>
internal sealed record DayKeyOptions(string AskingUser = "sallyport-keys")
{
    public DayKeyPolicy Policy { get; init; } = DayKeyPolicy.Off;
}

internal sealed record PushOptions
{
    public PushPolicy Policy { get; init; } = PushPolicy.Default;

    /// <summary>Duo hosts that ask before the password. RADIUS clients always do, Duo hosts do not unless they stand here.</summary>
    public ImmutableArray<string> CodeFirstHosts { get; init; } = [];
}

internal sealed record RadiusOptions
{
    /// <summary>Empty: the face is off.</summary>
    public ImmutableArray<IPEndPoint> Listen { get; init; } = [new IPEndPoint(IPAddress.Loopback, 1812)];

    /// <summary>Whether the typed code is shown as it is typed.</summary>
    public bool Echo { get; init; } = true;

    public ImmutableArray<RadiusClientOptions> Clients { get; init; } = [];

    /// <summary>Where to ask for the client behind a proxy; null when no proxies are listed.</summary>
    public ProxiedOptions? Proxied { get; init; }
}

/// <summary>Proxies whose connections a gate on this machine hands to <c>sshd -i</c>, and the gate's control socket.</summary>
internal sealed record ProxiedOptions(ImmutableArray<IPNetwork> Proxies, string Control);

/// <summary>A host that may ask by RADIUS.</summary>
/// <param name="Name">What the audit calls it.</param>
/// <param name="Networks">Its addresses.</param>
/// <param name="SecretFile">A file that holds the shared secret in its first line, at least 16 characters.</param>
internal sealed record RadiusClientOptions(string Name, ImmutableArray<IPNetwork> Networks, string SecretFile)
{
    /// <summary>
    /// The one client of a configuration that names none: the outside sshd of the authority's own machine. It counts when its secret
    /// is there, which <c>sallyport sshd install</c> makes.
    /// </summary>
    public static readonly RadiusClientOptions ThisMachine =
        new("this-machine", [IPNetwork.Parse("127.0.0.1/32"), IPNetwork.Parse("::1/128")], "/etc/sallyport/radius/this-machine.secret");

    /// <summary>Whole attributes that every Access-Accept to the client carries, at most <see cref="MostReplyAttributes"/> bytes.</summary>
    public ReadOnlyMemory<byte> ReplyAttributes { get; init; }

    public const int MostReplyAttributes = 1024;
}

internal sealed record DuoOptions
{
    /// <summary>Empty: the face is off.</summary>
    public ImmutableArray<IPEndPoint> Listen { get; init; } = [new IPEndPoint(IPAddress.Loopback, 8443)];

    /// <summary>The DNS names in the server certificate; clients name the first.</summary>
    public ImmutableArray<string> Names { get; init; } = ["localhost"];

    /// <summary>The site's own certificate chain and key (PEM) in place of the authority's.</summary>
    public string? CertificateFile { get; init; }

    public string? CertificateKeyFile { get; init; }
}

/// <summary>A gate on another machine, which reads the results of logins over HTTPS.</summary>
/// <param name="Name">What an administrator calls it.</param>
/// <param name="TokenFile">A file that holds the gate's token in its first line, at least 32 characters.</param>
internal sealed record GateOptions(string Name, string TokenFile);
