using System.Net;
using System.Net.Sockets;

namespace Sallyport.Cli.Doctor;

/// <summary>Somebody listens at the door's port, and it speaks SSH.</summary>
internal static class PortCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async IAsyncEnumerable<Finding> Look(InstalledDoor door, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var subject = door.Name + ": port";
        var address = Address(door);
        yield return await GreetingAsync(address, cancel) switch
        {
            null => Finding.Wrong(subject, $"nothing listens at {address}", $"systemctl start {door.Name} (or the gate that starts it)"),
            var text when text.StartsWith("SSH-", StringComparison.Ordinal) => Finding.Fine(subject, $"an SSH server listens at {address}"),
            _ => Finding.Wrong(subject, $"a program other than an SSH server listens at {address}", "choose another --port, or stop that program"),
        };
    }

    private static IPEndPoint Address(InstalledDoor door)
    {
        var listen = File.Exists(door.Paths.Config)
            ? File.ReadLines(door.Paths.Config).FirstOrDefault(line => line.StartsWith("ListenAddress ", StringComparison.Ordinal))
            : null;
        var address = listen is not null && IPAddress.TryParse(listen["ListenAddress ".Length..], out var named) ? named : IPAddress.Loopback;
        return new IPEndPoint(address, door.Record.Port);
    }

    private static async Task<string?> GreetingAsync(IPEndPoint address, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(address, patience.Token);
            var bytes = new byte[64];
            var length = await socket.ReceiveAsync(bytes, patience.Token);
            return System.Text.Encoding.ASCII.GetString(bytes, 0, length);
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
}
