using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sallyport.Cli.Doors;

/// <summary>The first line that a server says to an SSH client.</summary>
internal static class SshGreeting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Null when nothing listens there; empty when what listens says nothing in time.</summary>
    public static async Task<string?> OfAsync(IPEndPoint address, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, patience.Token);
            // A gate may wait for the client's own line before it refuses in words.
            await socket.SendAsync("SSH-2.0-sallyport_doctor\r\n"u8.ToArray(), patience.Token);
            return await FirstLineAsync(socket, patience.Token);
        }
        catch (SocketException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return "";
        }
    }

    /// <summary>Whether the line is that of an SSH server.</summary>
    public static bool IsOfSsh(string? line) => line?.StartsWith("SSH-", StringComparison.Ordinal) == true;

    private static async Task<string> FirstLineAsync(Socket socket, CancellationToken cancel)
    {
        var (bytes, length) = (new byte[512], 0);
        while (length < bytes.Length && !bytes.AsSpan(0, length).Contains((byte)'\n'))
        {
            var count = await socket.ReceiveAsync(bytes.AsMemory(length), cancel);
            if (count == 0)
                break;
            length += count;
        }

        return Encoding.ASCII.GetString(bytes, 0, length).Split('\n')[0].TrimEnd('\r');
    }
}
