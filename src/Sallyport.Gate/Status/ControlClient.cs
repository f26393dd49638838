using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Sallyport.Gate.Status;

/// <summary>Asks a running gate over its control socket.</summary>
public sealed class ControlClient(string path)
{
    /// <exception cref="SocketException">No gate runs here, or this user may not ask it.</exception>
    public async Task<GateStatus> StatusAsync(CancellationToken cancel) =>
        JsonSerializer.Deserialize(await AskAsync("status", cancel), GateJson.Default.GateStatus)!;

    /// <exception cref="SocketException">No gate runs here, or this user may not ask it.</exception>
    public async Task<ChangeAnswer> BanAsync(string network, TimeSpan length, CancellationToken cancel) =>
        Change(await AskAsync(FormattableString.Invariant($"ban {network} {(long)length.TotalSeconds}"), cancel));

    /// <exception cref="SocketException">No gate runs here, or this user may not ask it.</exception>
    public async Task<ChangeAnswer> UnbanAsync(string network, CancellationToken cancel) =>
        Change(await AskAsync("unban " + network, cancel));

    /// <summary>The client of the session that this process belongs to, when a listed proxy relayed it.</summary>
    /// <exception cref="SocketException">No gate runs here, or this user may not ask it.</exception>
    public async Task<ClientAnswer> ClientAsync(int pid, CancellationToken cancel) =>
        JsonSerializer.Deserialize(await AskAsync(FormattableString.Invariant($"client {pid}"), cancel), GateJson.Default.ClientAnswer)!;

    private static ChangeAnswer Change(string answer) => JsonSerializer.Deserialize(answer, GateJson.Default.ChangeAnswer)!;

    private async Task<string> AskAsync(string request, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request + "\n"), cancel);
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancel);
    }
}
