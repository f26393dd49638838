using System.Net;

namespace Sallyport.Gate.ProxyProtocol;

internal enum ProxyProgress
{
    /// <summary>A header so far; more bytes must come.</summary>
    Incomplete,

    /// <summary>A whole header with a client's address.</summary>
    Client,

    /// <summary>A whole header that says: this is the proxy itself, such as its health check (command LOCAL).</summary>
    Local,

    Refused,
}

/// <summary>What the first bytes of a connection amount to. <see cref="Length"/> is that of the header alone, 0 unless it is whole.</summary>
internal sealed record ProxyReading(ProxyProgress Progress, int Length, ProxyHeader? Header, ProxyFault Fault)
{
    public static ProxyReading Incomplete { get; } = new(ProxyProgress.Incomplete, 0, null, ProxyFault.None);

    public static ProxyReading Refused(ProxyFault fault) => new(ProxyProgress.Refused, 0, null, fault);

    public static ProxyReading Local(int length) => new(ProxyProgress.Local, length, null, ProxyFault.None);

    public static ProxyReading Client(int length, IPEndPoint source, IPEndPoint destination) =>
        new(ProxyProgress.Client, length, new ProxyHeader(source, destination), ProxyFault.None);
}
