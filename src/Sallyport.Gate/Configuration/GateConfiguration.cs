using System.Net;
using Sallyport.Gate.Admission;

namespace Sallyport.Gate.Configuration;

/// <summary>What is done with a refused connection.</summary>
internal enum RefusalAction : byte
{
    /// <summary>Plain close: the cheapest, and the answer to a flood.</summary>
    Close,

    /// <summary>A reset: the client's kernel reports it at once and keeps no state.</summary>
    Reset,

    /// <summary>A client that speaks SSH is told the limit and when to come again, by a line before the identification (RFC 4253 section 4.2).</summary>
    Message,

    /// <summary>A line every ten seconds, so that a scanner waits; a bounded number of them, then close.</summary>
    Tarpit,
}

/// <summary>What takes admitted connections.</summary>
internal abstract record Backend
{
    private Backend()
    {
    }

    /// <summary>The socket itself is handed to a fresh sshd on this machine.</summary>
    /// <param name="Check">Run before the first hand-over and after every change of the program's file; empty: nothing is.</param>
    internal sealed record Sshd(string Program, IReadOnlyList<string> Arguments, IReadOnlyList<string> Check) : Backend;

    /// <summary>Bytes are copied to another machine, with a PROXY header of version 2 before them if it wants one.</summary>
    internal sealed record Relay(RelayTarget Target, ProxyHeaderUse ProxyHeader, RelaySource Source, int Mark) : Backend;
}

/// <summary>Whether the relay's target is told the client's address.</summary>
internal enum ProxyHeaderUse
{
    None,
    Version2,
}

/// <summary>Which address the relay connects from.</summary>
internal enum RelaySource
{
    Own,

    /// <summary>The client's, by IP_TRANSPARENT: needs CAP_NET_RAW and two routing rules (docs/operators/gate.md).</summary>
    Client,
}

/// <summary>Where results of logins come from: <c>unix:/path</c> or <c>https://host:port</c> with a token file.</summary>
/// <param name="RootFile">The roots (PEM) that its certificate must go back to, and no others; null: those that the system trusts.</param>
internal sealed record AuthorityFeed(Uri Address, string? TokenFile, string? RootFile)
{
    public string? SocketPath => Address.Scheme == "unix" ? Address.AbsolutePath : null;
}

/// <summary>The files named in <c>[lists]</c>, loaded anew on SIGHUP.</summary>
internal sealed record ListFiles(IReadOnlyList<string> Deny, IReadOnlyList<string> Allow);

/// <summary>All of <c>gate.conf</c>.</summary>
internal sealed record GateConfiguration
{
    public required IReadOnlyList<IPEndPoint> Listen { get; init; }

    public required Backend Backend { get; init; }

    /// <summary>Whom the listening process runs as.</summary>
    public required string User { get; init; }

    /// <summary>How long a client may take to say who it is before sshd gets it all the same.</summary>
    public required TimeSpan PeekTime { get; init; }

    /// <summary>sshd's LoginGraceTime: a session older than this is logged in.</summary>
    public required TimeSpan LoginGrace { get; init; }

    public required IReadOnlyList<IPNetwork> AcceptProxy { get; init; }

    public string? StateFile { get; init; }

    public string? ControlSocket { get; init; }

    public IPEndPoint? Metrics { get; init; }

    public AuthorityFeed? Authority { get; init; }

    /// <summary>Where the site's help pages are: messages end with it and the anchor of their paragraph. Null: with nothing.</summary>
    public string? Help { get; init; }

    public required AdmissionRules Rules { get; init; }

    public required ListFiles Lists { get; init; }

    /// <summary>By <see cref="AdmissionRefusal"/>.</summary>
    public required IReadOnlyList<RefusalAction> Actions { get; init; }

    /// <summary>Refused clients that may be waiting for their message at one time; more are closed.</summary>
    public required int Messages { get; init; }

    /// <summary>Connections held in the tarpit at one time; more are closed.</summary>
    public required int Tarpits { get; init; }

    /// <summary>Log lines about refusals per second; the rest is summed up.</summary>
    public required int RefusalLinesPerSecond { get; init; }
}
