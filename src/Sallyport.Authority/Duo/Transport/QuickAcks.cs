using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Sallyport.Authority.Duo.Transport;

/// <summary>
/// Acknowledges what clients send at once. libduo writes a request in several small TLS records without TCP_NODELAY: after the first, its kernel
/// waits for our acknowledgement, which ours holds back for 40 ms. TCP_QUICKACK ends that, but Linux drops it whenever it likes (tcp(7)):
/// so it is set again with every piece received, below TLS.
/// </summary>
internal static class QuickAcks
{
    private const int IpProtoTcp = 6;
    private const int TcpQuickAck = 12;

    private static readonly byte[] On = BitConverter.GetBytes(1);

    public static void Use(IConnectionBuilder listener) => listener.Use(next => connection =>
    {
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
            connection.Transport = new Duplex(new ArmingReader(connection.Transport.Input, socket), connection.Transport.Output);
        return next(connection);
    });

    private static void Arm(Socket socket)
    {
        try
        {
            socket.SetRawSocketOption(IpProtoTcp, TcpQuickAck, On);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The client has gone; the read that follows says so.
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class ArmingReader(PipeReader inner, Socket socket) : PipeReader
    {
        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var result = await inner.ReadAsync(cancellationToken);
            Arm(socket);
            return result;
        }

        public override bool TryRead(out ReadResult result)
        {
            if (!inner.TryRead(out result))
                return false;
            Arm(socket);
            return true;
        }

        public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);
    }
}
