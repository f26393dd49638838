using System.Net;
using System.Net.Sockets;

namespace EndToEnd.Machine;

/// <summary>A loopback port that nobody used a moment ago.</summary>
internal static class FreePort
{
    public static int ForTcp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static int ForUdp()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }

    /// <summary>Waits until something listens, or the process has ended; two minutes, for a busy machine.</summary>
    public static async Task WaitAsync(int port, System.Diagnostics.Process listener)
    {
        for (var tries = 0; tries < 2400 && !listener.HasExited; tries++)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException($"nothing listens on port {port}");
    }
}
