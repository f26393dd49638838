using System.Net;
using System.Net.Sockets;
using Sallyport.Cli.Terminal;
using Sallyport.Settings;

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
            "" => Finding.Wrong(subject, $"what listens at {address} closes the connection or says nothing within five seconds", "if it is the gate, it may refuse this machine: sallyport gate status; otherwise stop that program, or choose another --port"),
            var text => Finding.Wrong(subject, $"what listens at {address} says \"{PlainText.Sentence(text)}\"", "if that is a gate's refusal, sallyport gate status names the reason; otherwise stop that program, or choose another --port"),
        };
    }

    private static IPEndPoint Address(InstalledDoor door)
    {
        var listen = File.Exists(door.Paths.Config)
            ? BoundedFile.Lines(door.Paths.Config).FirstOrDefault(line => line.StartsWith("ListenAddress ", StringComparison.Ordinal))
            : null;
        var address = listen is not null && IPAddress.TryParse(listen["ListenAddress ".Length..], out var named) ? named : IPAddress.Loopback;
        return new IPEndPoint(address, door.Record.Port);
    }

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

        return System.Text.Encoding.ASCII.GetString(bytes, 0, length).Split('\n')[0].TrimEnd('\r');
    }

    private static async Task<string?> GreetingAsync(IPEndPoint address, CancellationToken cancel)
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
}
