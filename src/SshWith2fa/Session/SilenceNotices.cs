using System.Net;
using SshWith2fa.Master;

namespace SshWith2fa.Session;

/// <summary>Tells each client on its own standard error why it waits, once for each reason, and when that is over.</summary>
internal sealed class SilenceNotices(Func<SessionState, IReadOnlyList<SessionClient>> clients, Action<int, string> tell)
{
    private readonly Dictionary<int, string> told = [];

    public void Look(SessionState state, MasterConnection connection, IReadOnlyList<IPAddress> addresses)
    {
        if (Why(state, connection, addresses) is not { } why)
        {
            foreach (var process in told.Keys)
                tell(process, $"the session with {state.Host} continues");
            told.Clear();
            return;
        }
        foreach (var client in clients(state))
        {
            if (client.Through != SessionClients.ControlSocket || told.GetValueOrDefault(client.Process) == why)
                continue;
            told[client.Process] = why;
            tell(client.Process, why);
        }
    }

    private static string? Why(SessionState state, MasterConnection connection, IReadOnlyList<IPAddress> addresses)
    {
        if (connection.IsStopped)
            return $"the ssh of the session with {state.Host} is stopped: waiting until it continues";
        if (connection.HasMoved(addresses))
            return $"this machine no longer has the address ({connection.Local}) from which the session with {state.Host} was started: it continues only if that address comes back; \"ssh-with-2fa down\" and \"up\" start a new one";
        return connection.IsSilent ? $"no answer from {state.Host}; the network may be down: waiting for it for up to {KeepAlive.Outlives.TotalMinutes:0} minutes; Ctrl-C cancels" : null;
    }
}
