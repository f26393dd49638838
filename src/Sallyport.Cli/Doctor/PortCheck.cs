using System.Net;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Terminal;
using Sallyport.Settings;

namespace Sallyport.Cli.Doctor;

/// <summary>Somebody listens at the door's port, and it speaks SSH.</summary>
internal static class PortCheck
{
    public static async IAsyncEnumerable<Finding> Look(InstalledDoor door, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var subject = door.Name + ": port";
        var address = Address(door);
        yield return await SshGreeting.OfAsync(address, cancel) switch
        {
            null => Finding.Wrong(subject, $"nothing listens at {address}", $"systemctl start {door.Name} (or the gate that starts it)"),
            var text when SshGreeting.IsOfSsh(text) => Finding.Fine(subject, $"an SSH server listens at {address}"),
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
}
