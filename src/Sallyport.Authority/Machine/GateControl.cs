using System.Net.Sockets;
using System.Text;

namespace Sallyport.Authority.Machine;

/// <summary>Asks the gate of this machine over its control socket: one line asks, one JSON document answers (docs/operators/gate.md).</summary>
internal static class GateControl
{
    /// <summary>The answer, cut off after <paramref name="mostBytes"/>: strangers connect to the gate, so what it says is bounded here.</summary>
    /// <exception cref="SocketException">No gate runs here, or it may not be asked.</exception>
    /// <exception cref="OperationCanceledException">It did not answer within <paramref name="patience"/>, or <paramref name="cancel"/> ended the wait.</exception>
    public static async Task<ReadOnlyMemory<byte>> AskAsync(string path, string question, int mostBytes, TimeSpan patience, TimeProvider clock, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), either.Token);
        await socket.SendAsync(Encoding.ASCII.GetBytes(question + "\n"), either.Token);
        var buffer = new byte[mostBytes];
        var held = 0;
        while (held < buffer.Length && await socket.ReceiveAsync(buffer.AsMemory(held), either.Token) is > 0 and var read)
            held += read;
        return buffer.AsMemory(0, held);
    }
}
