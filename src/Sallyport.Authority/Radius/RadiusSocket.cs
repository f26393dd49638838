using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Sallyport.Authority.Radius;

/// <summary>One UDP socket and the loops that read from it. A loop decides what needs no waiting itself and hands the rest on.</summary>
internal sealed class RadiusSocket : IAsyncDisposable
{
    private const int KernelBuffer = 4 * 1024 * 1024;
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(50);

    private readonly Socket socket;
    private Task loops = Task.CompletedTask;

    private RadiusSocket(Socket socket)
    {
        this.socket = socket;
        EndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    public IPEndPoint EndPoint { get; }

    /// <exception cref="IOException">The address is taken, or not this host's.</exception>
    public static RadiusSocket Open(IPEndPoint address)
    {
        var opened = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            opened.ReceiveBufferSize = KernelBuffer;
            opened.Bind(address);
            return new RadiusSocket(opened);
        }
        catch (SocketException e)
        {
            opened.Dispose();
            throw new IOException($"cannot listen on UDP {address} for RADIUS: {e.Message.ToLowerInvariant()}; change listen in [radius] or stop what uses it", e);
        }
    }

    public void Run(RadiusExchange exchange, ILogger logger, TimeProvider clock, CancellationToken cancel)
    {
        var count = Math.Clamp(Environment.ProcessorCount, 2, 8);
        loops = Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(() => ReadAsync(exchange, logger, clock, cancel), CancellationToken.None)));
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        await loops;
    }

    private async Task ReadAsync(RadiusExchange exchange, ILogger logger, TimeProvider clock, CancellationToken cancel)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(WireSizes.MostPacket, pinned: true);
        var from = new SocketAddress(socket.AddressFamily);
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var length = await socket.ReceiveFromAsync(buffer.AsMemory(), SocketFlags.None, from, cancel);
                var answer = exchange.HandleAsync(buffer.AsSpan(0, length), Peer.Of(from), cancel);
                if (!answer.IsCompletedSuccessfully)
                    _ = SendAsync(answer, Copy(from), logger);
                else if (answer.Result is { } bytes)
                    await socket.SendToAsync(bytes, SocketFlags.None, from, cancel);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                if (cancel.IsCancellationRequested)
                    return;
                logger.RadiusSocketFailed(EndPoint, e);
                await Task.Delay(PauseAfterError, clock, CancellationToken.None);
            }
        }
    }

    private async Task SendAsync(ValueTask<byte[]?> answer, SocketAddress to, ILogger logger)
    {
        try
        {
            if (await answer is { } bytes)
                await socket.SendToAsync(bytes, SocketFlags.None, to);
        }
        catch (ObjectDisposedException)
        {
            // Stopped meanwhile: silence.
        }
        catch (SocketException e)
        {
            logger.RadiusSocketFailed(EndPoint, e);
        }
    }

    private static SocketAddress Copy(SocketAddress address)
    {
        var copy = new SocketAddress(address.Family, address.Size);
        address.Buffer.CopyTo(copy.Buffer);
        return copy;
    }
}
