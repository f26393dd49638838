using System.Collections.Immutable;
using System.Net;
using Sallyport.Authority.Delivery;

namespace Sallyport.Authority.Configuration;

/// <summary>A way to reach people's devices: <c>[deliver NAME]</c>.</summary>
/// <param name="Name">What the audit and a device's channel call it.</param>
/// <param name="For">What it is used for.</param>
/// <param name="Driver">How it works.</param>
internal sealed record DeliverOptions(string Name, ImmutableHashSet<Purpose> For, DriverOptions Driver)
{
    /// <summary>Attempts at one message, 1 to 5.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>For one attempt.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Before the second attempt; twice as long before each that follows.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The password or token, first line of the file.</summary>
    public string? SecretFile { get; init; }

    /// <summary>PEM certificates that are trusted in place of the system's.</summary>
    public string? RootsFile { get; init; }
}

internal abstract record DriverOptions
{
    private DriverOptions()
    {
    }

    /// <summary>Any provider with an HTTP interface.</summary>
    /// <param name="User">When given, Basic authentication with the secret as password.</param>
    /// <param name="SuccessText">What an answer must contain besides a status of success.</param>
    public sealed record Http(
        HttpMethod Method,
        Template Url,
        ImmutableArray<(string Name, Template Value)> Headers,
        Template? Body,
        string ContentType,
        string? User,
        ImmutableHashSet<int> Success,
        string? SuccessText,
        bool DropsCopies) : DriverOptions;

    public sealed record Smtp(DnsEndPoint Server, SmtpTls Tls, string? User, string From, Template To) : DriverOptions;

    /// <summary>A program of this machine, with the text on its standard input.</summary>
    public sealed record Command(string Program, ImmutableArray<Template> Arguments) : DriverOptions;

    public sealed record Ntfy(Uri Server) : DriverOptions;

    public sealed record Gotify(Uri Server) : DriverOptions;

    public sealed record Webhook(Uri Url) : DriverOptions;
}

internal enum SmtpTls
{
    /// <summary>Port 587: TLS is begun after a greeting in the clear, and nothing is said before it stands.</summary>
    Starttls,
    /// <summary>Port 465: TLS from the first byte.</summary>
    Tls,
    /// <summary>Only to this machine.</summary>
    None,
}

/// <summary>Web Push.</summary>
/// <param name="Contact">Whom a push service may ask about us (RFC 8292): <c>mailto:</c> or <c>https:</c>. Null: the portal.</param>
/// <param name="PrivateNetworks">Whether an endpoint may lie on a private address: for a push service of the site's own.</param>
/// <param name="RootsFile">As in <see cref="DeliverOptions.RootsFile"/>.</param>
internal sealed record WebPushOptions(string? Contact, bool PrivateNetworks, string? RootsFile)
{
    public static readonly WebPushOptions Default = new(null, PrivateNetworks: false, null);
}
