using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Sallyport.Gate.Status;

/// <summary>Asks a running gate over its control socket.</summary>
public sealed class ControlClient(string path)
{
    /// <exception cref="SocketException">No gate runs here, or this user may not ask it.</exception>
    public async Task<GateStatus> StatusAsync(CancellationToken cancellation) =>
        JsonSerializer.Deserialize(await AskAsync("status", cancellation), GateJson.Default.GateStatus)!;

    /// <exception cref="SocketException">No gate runs here, or this user may not ask it.</exception>
    public async Task<ChangeAnswer> BanAsync(string network, TimeSpan length, CancellationToken cancellation) =>
        Change(await AskAsync(FormattableString.Invariant($"ban {network} {(long)length.TotalSeconds}"), cancellation));

    /// <exception cref="SocketException">No gate runs here, or this user may not ask it.</exception>
    public async Task<ChangeAnswer> UnbanAsync(string network, CancellationToken cancellation) =>
        Change(await AskAsync("unban " + network, cancellation));

    /// <summary>The client of the session that this process belongs to, when a listed proxy relayed it.</summary>
    /// <exception cref="SocketException">No gate runs here, or this user may not ask it.</exception>
    public async Task<ClientAnswer> ClientAsync(int pid, CancellationToken cancellation) =>
        JsonSerializer.Deserialize(await AskAsync(FormattableString.Invariant($"client {pid}"), cancellation), GateJson.Default.ClientAnswer)!;

    private static ChangeAnswer Change(string answer) => JsonSerializer.Deserialize(answer, GateJson.Default.ChangeAnswer)!;

    private async Task<string> AskAsync(string request, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request + "\n"), cancellation);
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellation);
    }
}
