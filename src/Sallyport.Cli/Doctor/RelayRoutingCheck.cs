using Sallyport.Gate.Relay;

namespace Sallyport.Cli.Doctor;

/// <summary>A gate that connects to its sshd from the client's address gets its answers back (docs/operators/relay.md).</summary>
internal static class RelayRoutingCheck
{
    private const string GateConfiguration = "/etc/sallyport/gate.conf", Subject = "gate: transparent relay";

    public static async IAsyncEnumerable<Finding> Look(DoctorContext context, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(context.ConfigFile))!, Path.GetFileName(GateConfiguration));
        if (!File.Exists(beside) || await RelayCheck.OfAsync(beside, TimeProvider.System, cancel) is not { } check)
            yield break;
        yield return check.Finding switch
        {
            RoutingFinding.Works => Finding.Fine(Subject, $"{check.Backend} answers to a client's address, and the answer arrives"),
            RoutingFinding.NotPermitted => Finding.Note(Subject, "this user may not connect from a foreign address, so the routing was not tested", "run sallyport doctor as root"),
            RoutingFinding.NoWayBack => Finding.Wrong(Subject, $"the answers of {check.Backend} to a client's address do not arrive", string.Join("; ", check.Commands)),
            RoutingFinding.BackendRefused => Finding.Wrong(Subject, $"nothing listens at {check.Backend}", "start the sshd behind the gate, on loopback"),
            _ => throw new InvalidOperationException(check.Finding.ToString()),
        };
    }
}
