using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Machine;

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
            throw new IOException($"cannot listen on UDP {address} for RADIUS: {e.Message.ToLowerInvariant()}; change listen in [radius], or stop the program that uses it", e);
        }
    }

    public void Run(RadiusExchange exchange, RadiusLimits limits, ILogger logger, TimeProvider clock, CancellationToken cancel)
    {
        var count = Math.Clamp(Environment.ProcessorCount, 2, 8);
        loops = Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(() => ReadAsync(exchange, limits, logger, clock, cancel), CancellationToken.None)));
    }

    /// <summary>To be called when what was given to <see cref="Run"/> is cancelled: the loops end by that, and answers still on their way are not sent.</summary>
    public async ValueTask DisposeAsync()
    {
        await loops;
        socket.Dispose();
    }

    private async Task ReadAsync(RadiusExchange exchange, RadiusLimits limits, ILogger logger, TimeProvider clock, CancellationToken cancel)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(WireSizes.MostPacket, pinned: true);
        var from = new SocketAddress(socket.AddressFamily);
        var waiting = new FairQueue<WaitingRequest>(limits.MostInFlightOfClient, limits.MostInFlightOfName);
        RadiusExchange.IsFull isFull = waiting.IsFull;
        for (var read = 1; !cancel.IsCancellationRequested; read++)
        {
            try
            {
                // While more lies in the kernel's buffer it is read first, and waits here by client and name.
                var receiving = socket.ReceiveFromAsync(buffer.AsMemory(), SocketFlags.None, from, cancel);
                while (!receiving.IsCompleted && waiting.TryTake(out var next))
                    Decide(next);
                var length = await receiving;
                if (exchange.TakeIn(buffer.AsSpan(0, length), Peer.Of(from), isFull, out var answer) is { } work)
                {
                    var taken = new WaitingRequest(work, Copy(from));
                    if (waiting.IsEmpty && socket.Available == 0)
                        Decide(taken);
                    else if (!waiting.TryAdd(work.Request.Client.Name, work.Request.Attempt.User, taken))
                        exchange.Shed(work);
                }
                else if (answer is not null)
                {
                    socket.SendTo(answer, SocketFlags.None, from);
                }

                for (var decided = 0; read % limits.ReadAhead == 0 && decided < limits.DecidedPerReadAhead && waiting.TryTake(out var next); decided++)
                    Decide(next);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception e)
            {
                // Whatever it was: a loop that ended would leave the clients without an answer.
                if (cancel.IsCancellationRequested)
                    return;
                logger.RadiusSocketFailed(EndPoint, e);
                await Task.Delay(PauseAfterError, clock, CancellationToken.None);
            }
        }

        // What needs no waiting is answered before this returns.
        void Decide(WaitingRequest taken) => _ = SendAsync(exchange.DecideAsync(taken.Work, cancel), taken.To, logger);
    }

    private async Task SendAsync(ValueTask<byte[]?> answer, SocketAddress to, ILogger logger)
    {
        try
        {
            if (await answer is { } bytes)
                socket.SendTo(bytes, SocketFlags.None, to);
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

    private readonly record struct WaitingRequest(RadiusExchange.Work Work, SocketAddress To);
}
