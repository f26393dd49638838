using System.Net.Sockets;

namespace SshWith2fa.Platform;

/// <summary>
/// Joins standard input and output with a connection, as a ProxyCommand does. Handing the connection itself to ssh (ProxyUseFdpass) would be
/// quicker, but that option stays in force where somebody gives ssh another ProxyCommand.
/// </summary>
internal static class StandardStreams
{
    private const int Chunk = 32 * 1024;

    /// <summary>Returns when the far end has closed.</summary>
    public static void Join(Socket socket)
    {
        // Threads, not the pool: where that is busy, nothing would move.
        new Thread(() => Upstream(socket)) { IsBackground = true }.Start();
        Downstream(socket);
    }

    private static unsafe void Upstream(Socket socket)
    {
        var buffer = new byte[Chunk];
        try
        {
            while (true)
            {
                nint count;
                fixed (byte* start = buffer)
                    count = Native.Read(0, start, buffer.Length);
                if (count < 0 && System.Runtime.InteropServices.Marshal.GetLastSystemError() == LocalSocket.Interrupted)
                    continue;
                if (count <= 0)
                    break;
                socket.Send(buffer.AsSpan(0, (int)count));
            }
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The far end is gone; the other direction notices.
        }
    }

    private static unsafe void Downstream(Socket socket)
    {
        var buffer = new byte[Chunk];
        try
        {
            for (int count; (count = socket.Receive(buffer)) > 0;)
            {
                for (var done = 0; done < count;)
                {
                    nint written;
                    fixed (byte* start = buffer)
                        written = Native.Write(1, start + done, count - done);
                    if (written < 0 && System.Runtime.InteropServices.Marshal.GetLastSystemError() == LocalSocket.Interrupted)
                        continue;
                    if (written <= 0)
                        return;
                    done += (int)written;
                }
            }
        }
        catch (SocketException)
        {
            // Reset: over.
        }
    }
}
