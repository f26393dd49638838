using Microsoft.Extensions.Logging;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Connections;
using Sallyport.Gate.Handover;
using Sallyport.Gate.Linux;
using Sallyport.Gate.Machine;
using Sallyport.Gate.ProxyProtocol;
using Sallyport.Settings;

namespace Sallyport.Gate.Loop;

/// <summary>
/// What happens to a connection, step by step. Everything here runs on the gate's one thread (<see cref="GateLoop"/>) and never waits.
/// <code>
/// 1 accept   2 whose network   3 lists   4 penalties   5 caps   6 rates   7 peek   8 hand over   9 watch
/// </code>
/// Steps 3 to 6 are <see cref="AdmissionControl.Decide"/>. Whatever refuses ends in <see cref="Refuse(int, SourceAddress, ushort, AdmissionDecision, Moment)"/>,
/// whatever was admitted in <see cref="End"/>.
/// </summary>
internal sealed class Pipeline(
    AdmissionControl admission, ConnectionSet connections, ConnectionRejector rejector, IBackendLink backend, DecisionLog decisions, GateCounters counters, ILogger log)
    : IDisposable
{
    private const int AcceptsPerTurn = 64;

    /// <summary>Short sessions are looked at often enough to be seen logged in.</summary>
    private const long YoungMilliseconds = 3000;

    /// <summary>A copied file may be through before anybody looked: what was so short is held against nobody. A guess at a password takes longer.</summary>
    private const long BriefMilliseconds = 1000;

    /// <summary>sshd begins its LoginGraceTime after we gave it the socket, and from OpenSSH 10.0 on adds up to four seconds of its own choice.</summary>
    private const long GraceVariation = 6000;

    /// <summary>With no more pending connections than this, each is looked at ten times a second for as long as it takes.</summary>
    private const int FewPending = 20;

    /// <summary>So long the gate keeps its copy of a socket, to tell a client whose sshd never began.</summary>
    private const long KeepCopyMilliseconds = 500;

    private readonly DescriptorReserve reserve = new(rejector);
    private GateConfiguration configuration = rejector.Configuration;
    private AddressList proxies = new(rejector.Configuration.AcceptProxy);

    /// <summary>An authority reports results; the gate's own guess at failed logins is not needed.</summary>
    public bool IsFedByAuthority { get; set; }

    /// <summary>Somebody holds a place and is not logged in.</summary>
    public bool HasPending => admission.PendingInAll > 0;

    public void Change(GateConfiguration changed)
    {
        (configuration, rejector.Configuration) = (changed, changed);
        proxies = new AddressList(changed.AcceptProxy);
    }

    /// <summary>Step 1. Takes what the kernel has ready, a bounded number per turn; returns how many of them it refused at once.</summary>
    public int Accept(int listener, Moment now)
    {
        var refused = 0;
        for (var i = 0; i < AcceptsPerTurn; i++)
        {
            var socket = ListeningSocket.Accept(listener, out var source, out var port);
            if (socket >= 0)
            {
                counters.CountAccepted();
                if (!Admit(socket, source, port, now))
                    refused++;
            }
            else if (Errno.Last is ErrnoCode.TooManyInProcess or ErrnoCode.TooManyInSystem or ErrnoCode.NoBuffers)
            {
                if (reserve.RefuseOne(listener))
                    counters.CountRefused(AdmissionRefusal.NoDescriptors);
                log.NoDescriptors();
                return refused;
            }
            else if (Errno.Last is not (ErrnoCode.Interrupted or ErrnoCode.ConnectionAborted))
            {
                return refused;
            }
        }

        return refused;
    }

    /// <summary>Step 2. The source is the peer, or, for a listed proxy, whom its header names. False when it was refused at once.</summary>
    private bool Admit(int socket, SourceAddress source, ushort port, Moment now)
    {
        if (proxies.Contains(source))
        {
            AwaitProxyHeader(socket, source, port, now);
            return true;
        }

        var decision = admission.Decide(source, now); // steps 3 to 6
        if (decision.IsAdmitted)
            BeginPeek(connections.Add(socket, source, port, now), decision, now);
        else
            Refuse(socket, source, port, decision, now);
        return decision.IsAdmitted;
    }

    /// <summary>Step 7. Waits for the identification without taking it from the socket.</summary>
    private void BeginPeek(Connection connection, AdmissionDecision decision, Moment now)
    {
        (connection.Decision, connection.Lease) = (decision, decision.Lease);
        connections.Enter(connection, Stage.Peek, now.Milliseconds + (long)configuration.PeekTime.TotalMilliseconds);
        if (connections.Listen(connection))
            Peek(connection, EpollEvents.None, now);
        else
            Refuse(connection, AdmissionRefusal.NoDescriptors, now);
    }

    private void Peek(Connection connection, EpollEvents events, Moment now)
    {
        Span<byte> seen = stackalloc byte[Identification.LongestLine];
        var length = StreamSocket.PeekAt(connection.Socket, seen);
        if (length < 0 && Errno.Last == ErrnoCode.Again && !events.HasFlag(EpollEvents.ReadHangUp))
            return;
        if (length <= 0)
        {
            Refuse(connection, AdmissionRefusal.Gone, now);
            return;
        }

        switch (Identification.Judge(seen[..(int)length]))
        {
            case Spoken.Ssh:
                HandOver(connection, now);
                break;
            case Spoken.Incomplete when events.HasFlag(EpollEvents.ReadHangUp):
                Refuse(connection, AdmissionRefusal.Gone, now);
                break;
            case Spoken.SomethingElse:
                admission.Report(connection.Source, LoginOutcome.NotSsh, now);
                Refuse(connection, ProxyParser.IsHeader(seen[..(int)length]) ? AdmissionRefusal.ProxyHeader : AdmissionRefusal.NotSsh, now);
                break;
        }
    }

    /// <summary>Step 8. The socket goes to sshd, or its bytes to another machine.</summary>
    private void HandOver(Connection connection, Moment now)
    {
        connections.Enter(connection, Stage.HandingOver, now.Milliseconds + (long)configuration.LoginGrace.TotalMilliseconds);
        connections.StopListening(connection);
        Handshake.Hasten(connection.Socket);
        backend.Send(connection);
    }

    /// <summary>Step 9. What the launcher or the relay says about a connection that it has.</summary>
    public void Hear(BackendReport report, Moment now)
    {
        if (connections.Find(report.Connection) is not { } connection)
            return;
        switch (report.Event)
        {
            case BackendEvent.Started:
                (connection.Pid, connection.StartedAt) = (report.Detail, now.Milliseconds);
                connections.Enter(connection, Stage.Running);
                counters.CountHandOver(now.Milliseconds - connection.AcceptedAt);
                log.HandedOver(
                    connection.Number, connection.Source.ToString(), connection.Port, connection.Decision.Lease.Lane.Word(), connection.Pid,
                    now.Milliseconds - connection.AcceptedAt);
                break;
            case BackendEvent.NotStarted:
                log.BackendFailed(connection.Number, connection.Source.ToString(), $"not started, errno {report.Detail}");
                Excuse(connection, now);
                break;
            case BackendEvent.Ended when !connection.IsLoggedIn && connection.Socket >= 0 && backend.IsFailure(connection, report.Detail):
                log.BackendFailed(connection.Number, connection.Source.ToString(), $"ended at once, wait status 0x{report.Detail:x}");
                Excuse(connection, now);
                break;
            case BackendEvent.Ended:
                var isBrief = backend.SeesLogins && !connection.IsLoggedIn && now.Milliseconds - connection.StartedAt < BriefMilliseconds;
                if (backend.Fault(report.Detail) is { } fault)
                    log.BackendFailed(connection.Number, connection.Source.ToString(), fault);
                else if (!isBrief && HasFailed(connection))
                    Report(connection.Source, LoginOutcome.NoLogin, now);
                End(connection, isBrief ? KebabCase.Of(nameof(EndReason.Brief)) : backend.Ending(connection, report.Detail), now);
                break;
        }
    }

    /// <summary>Step 9, ten times a second while somebody is not logged in: who is by now gives the place back.</summary>
    public void Watch(Moment now)
    {
        decisions.Tick(now);
        if (admission.PendingInAll == 0)
            return;
        foreach (var connection in connections.All)
        {
            if (connection.Stage != Stage.Running || connection.Lease is null || connection.NextLook > now.Milliseconds)
                continue;
            var age = now.Milliseconds - connection.AcceptedAt;
            connection.NextLook = now.Milliseconds + (age < YoungMilliseconds || connection.AwaitsPassword || admission.PendingInAll <= FewPending ? 100 : 1000);
            if (age > KeepCopyMilliseconds)
                backend.LetGo(connection);
            if (backend.Look(connection) == SshdSessionState.LoggedIn)
                Succeeded(connection, now);
            else if (now.Milliseconds - connection.StartedAt > configuration.LoginGrace.TotalMilliseconds + GraceVariation)
                OutlivedGrace(connection, now);
        }
    }

    /// <summary>What became of a login, from the authority or by the gate's own count.</summary>
    public void Report(SourceAddress source, LoginOutcome outcome, Moment now)
    {
        counters.CountOutcome(outcome);
        admission.Report(source, outcome, now);
        if (outcome is not (LoginOutcome.Success or LoginOutcome.PasswordNext))
            return;
        var oldest = connections.All
            .Where(connection => connection.Stage == Stage.Running && connection.Lease is not null && connection.Source == source)
            .MinBy(connection => (outcome == LoginOutcome.PasswordNext && connection.AwaitsPassword, connection.Number));
        if (oldest is null)
            return;
        if (outcome == LoginOutcome.Success)
            LoggedIn(oldest, now);
        else
            oldest.AwaitsPassword = true;
    }

    /// <summary>
    /// Whether a session that ended had no login. With an authority that reports wrong codes by itself, only a wrong password is left for the gate
    /// to see: a login that went on to the password, and got nowhere.
    /// </summary>
    private bool HasFailed(Connection connection) =>
        backend.SeesLogins && !connection.IsLoggedIn && !connection.IsOfProxy && (!IsFedByAuthority || connection.AwaitsPassword);

    /// <summary>New bytes on a connection, or the end of them.</summary>
    public void Hear(ulong number, EpollEvents events, Moment now)
    {
        if (connections.Find(number) is not { } connection)
            return;
        switch (connection.Stage)
        {
            case Stage.ProxyHeader:
                ReadProxyHeader(connection, now);
                break;
            case Stage.Peek:
                Peek(connection, events, now);
                break;
            case Stage.AwaitTelling or Stage.Lingering or Stage.Tarpit:
                rejector.Hear(connection, now);
                break;
            case Stage.HandingOver or Stage.Running:
                break; // another process has the socket
        }
    }

    /// <summary>A stage's time is over: a silent client goes to sshd all the same, which has a time limit of its own.</summary>
    public void Expire(Connection connection, Moment now)
    {
        switch (connection.Stage)
        {
            case Stage.ProxyHeader:
                Refuse(connection, AdmissionRefusal.ProxyHeader, now);
                break;
            case Stage.Peek:
                HandOver(connection, now);
                break;
            case Stage.HandingOver:
                Refuse(connection, AdmissionRefusal.Backend, now);
                break;
            default:
                rejector.Expire(connection, now);
                break;
        }
    }

    /// <summary>The gate stops: who is waiting for nothing but the peek goes to sshd now, the rest is let go.</summary>
    public void Stop(Moment now)
    {
        foreach (var connection in connections.All.ToArray())
        {
            if (connection.Stage == Stage.Peek)
                HandOver(connection, now);
            else if (connection.Stage < Stage.HandingOver)
                rejector.End(connection);
        }
    }

    public void Dispose() => reserve.Dispose();

    private void AwaitProxyHeader(int socket, SourceAddress source, ushort port, Moment now)
    {
        if (connections.Count(Stage.ProxyHeader) >= admission.Rules.Pending)
        {
            Refuse(socket, source, port, new AdmissionDecision(AdmissionRefusal.TotalPending, TimeSpan.Zero, default), now);
            return;
        }

        var connection = connections.Add(socket, source, port, now);
        connections.Enter(connection, Stage.ProxyHeader, now.Milliseconds + (long)configuration.PeekTime.TotalMilliseconds);
        if (connections.Listen(connection))
            ReadProxyHeader(connection, now);
        else
            Refuse(connection, AdmissionRefusal.NoDescriptors, now);
    }

    private void ReadProxyHeader(Connection connection, Moment now)
    {
        var reading = ProxyReceiver.Receive(connection.Socket, connection.Source.ToIPAddress());
        switch (reading.Progress)
        {
            case ProxyProgress.Incomplete:
                break;
            case ProxyProgress.Client when reading.Header is { } header:
                connection.Proxy = new ProxyEnd(connection.Source, connection.Port);
                connection.Source = SourceAddress.From(header.Source.Address);
                connection.Port = (ushort)header.Source.Port;
                var decision = admission.Decide(connection.Source, now); // steps 3 to 6, by the true address
                if (decision.IsAdmitted)
                    BeginPeek(connection, decision, now);
                else
                    Refuse(connection, decision, now);
                break;
            case ProxyProgress.Local:
                ServeProxy(connection, now);
                break;
            default:
                Refuse(connection, AdmissionRefusal.ProxyHeader, now);
                break;
        }
    }

    /// <summary>
    /// The proxy speaks for itself, as the standard has it (command LOCAL): a health check that wants sshd's banner, which comes first, so there is
    /// nothing to peek at.
    /// </summary>
    private void ServeProxy(Connection connection, Moment now)
    {
        connection.IsOfProxy = true;
        var decision = admission.DecideOfProxy(connection.Source, now);
        if (decision.IsAdmitted)
        {
            (connection.Decision, connection.Lease) = (decision, decision.Lease);
            HandOver(connection, now);
        }
        else
        {
            Refuse(connection, decision, now);
        }
    }

    /// <summary>sshd let it in: nothing but this, and the authority's word after the password, makes a source known.</summary>
    private void Succeeded(Connection connection, Moment now)
    {
        if (!connection.IsOfProxy)
            admission.Report(connection.Source, LoginOutcome.Success, now);
        LoggedIn(connection, now);
    }

    /// <summary>sshd would have ended it by now. Where the gate sees no sessions (a relay), this and a factor that was right make a success.</summary>
    private void OutlivedGrace(Connection connection, Moment now)
    {
        if (connection.AwaitsPassword && !backend.SeesLogins)
            Succeeded(connection, now);
        else
            LoggedIn(connection, now);
    }

    private void LoggedIn(Connection connection, Moment now)
    {
        connection.IsLoggedIn = true;
        counters.CountLogin();
        GiveBack(connection);
        backend.LetGo(connection);
        log.LoggedIn(connection.Number, connection.Source.ToString(), connection.Port, (now.Milliseconds - connection.AcceptedAt) / 1000);
    }

    private void Refuse(int socket, SourceAddress source, ushort port, AdmissionDecision decision, Moment now)
    {
        counters.CountRefused(decision.Refusal);
        decisions.Refused(source, port, admission.LaneOf(source, now), decision, now);
        rejector.Begin(socket, source, port, decision, now);
    }

    private void Refuse(Connection connection, AdmissionRefusal refusal, Moment now) => Refuse(connection, new AdmissionDecision(refusal, TimeSpan.Zero, default), now);

    private void Refuse(Connection connection, AdmissionDecision decision, Moment now)
    {
        GiveBack(connection);
        counters.CountRefused(decision.Refusal);
        decisions.Refused(connection.Source, connection.Port, admission.LaneOf(connection.Source, now), decision, now);
        rejector.Begin(connection, decision, now);
    }

    private void Excuse(Connection connection, Moment now)
    {
        GiveBack(connection);
        counters.CountRefused(AdmissionRefusal.Backend);
        rejector.Tell(connection, new AdmissionDecision(AdmissionRefusal.Backend, TimeSpan.FromMinutes(1), default), now);
    }

    /// <summary>The one way out for a connection that the backend had.</summary>
    private void End(Connection connection, string reason, Moment now)
    {
        GiveBack(connection);
        log.Ended(
            connection.Number, connection.Source.ToString(), connection.Port, reason,
            (now.Milliseconds - connection.AcceptedAt) / 1000);
        connections.Remove(connection);
    }

    private void GiveBack(Connection connection)
    {
        if (connection.Lease is { } lease)
            admission.Release(lease);
        connection.Lease = null;
    }
}
