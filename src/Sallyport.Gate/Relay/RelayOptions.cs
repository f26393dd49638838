using System.Text;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Connections;

namespace Sallyport.Gate.Relay;

/// <summary>Bounds of the relay.</summary>
internal sealed record RelayOptions
{
    public static RelayOptions Default { get; } = new();

    /// <summary>All of a backend's addresses together may take this long to answer.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A connection that lasts this long gets keep-alives: shorter ones are spared the calls.</summary>
    public TimeSpan WatchAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a client may hold its side open once the backend has ended: an sshd that has gone must not leave a connection behind.</summary>
    public TimeSpan CloseTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a side whose partner has failed may take to read what is still on its way to it.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Capacity of one pipe in bytes: the most that an ordinary user may ask for (fs.pipe-max-size).</summary>
    public int PipeBytes { get; init; } = 1 << 20;

    /// <summary>Pipes at most, half of a user's share (fs.pipe-user-pages-soft); a direction that finds none left copies through one shared buffer instead.</summary>
    public int Pipes { get; init; } = 32;

    /// <summary>Bytes one direction may move before the others get their turn.</summary>
    public int Turn { get; init; } = 4 << 20;

    /// <summary>What a client reads when the backend cannot be reached: a line before the identification (RFC 4253 section 4.2).</summary>
    public ReadOnlyMemory<byte> UnreachableLine { get; init; } = Unreachable(null);

    /// <param name="help">Where the site's help pages are, or null.</param>
    public static ReadOnlyMemory<byte> Unreachable(string? help) => Encoding.ASCII.GetBytes(
        $"sallyport: the login server cannot be reached at the moment; try again in a minute{(help is null ? "" : $". Help: {help}#{ConnectionRejector.Anchor(AdmissionRefusal.Backend)}")}\r\n");
}
