using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Routes;

namespace SshWith2fa.Session;

/// <summary>What a monitor does next, decided by <see cref="SessionMonitor.Next"/> alone.</summary>
internal enum MonitorStep
{
    /// <summary>All is well.</summary>
    Wait,

    /// <summary>The end is near: tell the terminals that asked.</summary>
    Warn,

    /// <summary>The time is over.</summary>
    End,

    /// <summary>The master died: sleep, a lost network, the server.</summary>
    Lost,

    /// <summary>The session was ended by its owner.</summary>
    Leave,
}

/// <summary>
/// Ends a session at its time, warns before, and notices when it dies. It comes back by itself only where that asks nobody
/// anything: from inside, with a key. Otherwise it says once that the session is over.
/// </summary>
internal sealed class SessionMonitor(Invocation call, SiteProfile site)
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    // Each try to come back is a login at the site.
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMinutes(1);

    private DateTimeOffset nextTry = DateTimeOffset.MinValue;

    public async Task Watch(CancellationToken cancel)
    {
        var warned = false;
        var silence = new SilenceNotices(SessionClients.Of, (process, sentence) => Notices.SendTo(process, sentence));
        while (true)
        {
            var state = SessionState.Recorded(call.Paths);
            switch (Next(state, state is not null && Lives(state), call.Time.GetUtcNow(), warned, site.Session.WarnMinutes))
            {
                case MonitorStep.Leave:
                    return;
                case MonitorStep.Warn:
                    warned = true;
                    Notices.Send(call.Platform, state!.Terminals, $"the session with {state.Host} ends at {state.Until!.Value.ToLocalTime():HH:mm 'UTC'zzz}; \"ssh-with-2fa up --until HH:MM\" changes this");
                    break;
                case MonitorStep.End:
                    ControlSocket.AskToEnd(call.Paths.ControlSocket(state!.User, state.Host));
                    new SessionProbe(call.Paths, call.Platform).Clear(state!);
                    Notices.Send(call.Platform, state!.Terminals, $"the session with {state.Host} was ended at the set time");
                    return;
                case MonitorStep.Lost:
                    new SessionProbe(call.Paths, call.Platform).Clear(state!);
                    if (ComesBack(state!))
                        break;
                    Notices.Send(call.Platform, state!.Terminals, $"the session with {state.Host} has ended; \"ssh-with-2fa up\" starts a new one");
                    return;
                default:
                    var connection = MasterConnection.Of(state!.Process);
                    var addresses = call.Platform.OwnAddresses();
                    silence.Look(state, connection, addresses);
                    if (connection.HasMoved(addresses))
                        Follow(state);
                    break;
            }
            await Task.Delay(Round, call.Time, cancel);
        }
    }

    /// <summary>The whole judgement, without a clock or a process of its own.</summary>
    public static MonitorStep Next(SessionState? state, bool masterRuns, DateTimeOffset now, bool warned, int warnMinutes)
    {
        if (state is null)
            return MonitorStep.Leave;
        if (state.Until is { } end && now >= end)
            return MonitorStep.End;
        if (!masterRuns)
            return MonitorStep.Lost;
        return !warned && state.Until is { } until && warnMinutes > 0 && now >= until.AddMinutes(-warnMinutes) ? MonitorStep.Warn : MonitorStep.Wait;
    }

    // Numbers are used again; but a site's ssh may have another name than "ssh", and then its socket tells.
    private bool Lives(SessionState state) =>
        call.Platform.IsRunning(state.Process)
        && (call.Platform.IsSsh(state.Process) || ControlSocket.Check(call.Paths.ControlSocket(state.User, state.Host), SessionProbe.Bound).Health is MasterHealth.Alive or MasterHealth.Silent);

    // Only where the new way asks nobody; otherwise the old session goes on if the old address comes back in time.
    private void Follow(SessionState state)
    {
        if (call.Time.GetUtcNow() < nextTry || new LocationProbe(site, call.Paths, call.Platform, call.Time).Find() != NetworkLocation.Inside)
            return;
        nextTry = call.Time.GetUtcNow() + BetweenTries;
        if (!new SessionStarter(call, site).AsksNobody(NetworkLocation.Inside, state.User))
            return;
        // That took a while: its owner may have begun another one.
        if (SessionState.Recorded(call.Paths) is not { } now || now.Process != state.Process || now.Since != state.Since)
            return;
        ControlSocket.AskToEnd(call.Paths.ControlSocket(state.User, state.Host));
        call.Platform.Terminate(state.Process, call.Paths.ControlSocket(state.User, state.Host));
        new SessionProbe(call.Paths, call.Platform).Clear(state);
        if (!ComesBack(state))
            Notices.Send(call.Platform, state.Terminals, $"the session with {state.Host} has ended: this machine has a new address; \"ssh-with-2fa up\" starts a new one");
    }

    private bool ComesBack(SessionState state)
    {
        if (new LocationProbe(site, call.Paths, call.Platform, call.Time).Find() != NetworkLocation.Inside)
            return false;
        return new SessionStarter(call, site).Up(NetworkLocation.Inside, ["-o", "BatchMode=yes"], state.User, state.Until).Outcome == StartOutcome.Up;
    }
}
