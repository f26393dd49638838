using System.Net;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Connections;
using Sallyport.Gate.Linux;
using Sallyport.Gate.ProxyProtocol;
using Sallyport.Gate.Relay;
using Sallyport.Settings;

namespace Sallyport.Gate.Handover;

/// <summary>Connections whose bytes go to another machine. The relay's answers come back as reports, like the launcher's.</summary>
internal sealed class RelayLink(Backend.Relay relay, RelayEngine engine, Action<BackendReport> answer) : IBackendLink
{
    private IReadOnlyList<IPEndPoint> addresses = [];

    /// <summary>Looks the target's name up; the last addresses that were found stay in use when that fails.</summary>
    public async Task ResolveAsync(CancellationToken cancel) =>
        Volatile.Write(ref addresses, await relay.Target.ResolveAsync(cancel));

    public void Send(Connection connection)
    {
        var preamble = relay.ProxyHeader == ProxyHeaderUse.Version2
            ? new ProxyHeader(new IPEndPoint(connection.Source.ToIPAddress(), connection.Port), ListeningSocket.LocalEnd(connection.Socket)).ToBytes()
            : [];
        var source = relay.Source == RelaySource.Client
            ? new ForeignSource(new IPEndPoint(connection.Source.ToIPAddress(), connection.Port), relay.Mark)
            : null;
        var (number, socket) = (connection.Number, connection.Socket);
        connection.Socket = -1; // the relay's from now on
        answer(new BackendReport(number, BackendEvent.Started, 0));
        engine.Add(new RelayRequest(
            socket, Volatile.Read(ref addresses), preamble, source, end => answer(new BackendReport(number, BackendEvent.Ended, (int)end.Reason))));
    }

    public void LetGo(Connection connection)
    {
        // the relay has the only copy
    }

    public SshdSessionState Look(Connection connection) => SshdSessionState.Unknown;

    public bool IsFailure(Connection connection, int status) => false; // the relay tells the client by itself

    public bool SeesLogins => false; // a short copy looks like a failed login from here

    public string? Fault(int status) => (RelayEndReason)status switch
    {
        RelayEndReason.Finished or RelayEndReason.Stopped => null,
        RelayEndReason.ClientReset or RelayEndReason.ClientLost or RelayEndReason.BackendReset => null, // the ends of a session
        RelayEndReason.BackendLost => $"{relay.Target} stopped answering",
        RelayEndReason.BackendRefused => $"nothing listens at {relay.Target}",
        RelayEndReason.BackendTimedOut when relay.Source == RelaySource.Client =>
            $"{relay.Target} does not answer; its answers need the two routing rules of docs/operators/relay.md",
        RelayEndReason.BackendTimedOut => $"{relay.Target} does not answer",
        RelayEndReason.BackendUnreachable => $"no address of {relay.Target} can be reached from here",
        RelayEndReason.TransparentNotPermitted => "relay-source = client needs CAP_NET_RAW; start the gate as root or through its unit",
        RelayEndReason.BackendClosedEarly =>
            $"{relay.Target} closes connections before its identification; if it is an sshd, PerSourcePenalties or MaxStartups may treat this gate as one client (docs/operators/relay.md)",
        RelayEndReason.OutOfDescriptors => "no descriptors left for another connection to " + relay.Target,
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public string Ending(Connection connection, int status) => KebabCase.Of(((RelayEndReason)status).ToString());
}
