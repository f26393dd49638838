using SshWith2fa.Master;

namespace SshWith2fa.Session;

/// <summary>Tells each client once, on its own standard error, that it waits for the network or for a stopped master, and when that is over.</summary>
internal sealed class SilenceNotices(Func<SessionState, IReadOnlyList<SessionClient>> clients, Action<int, string> tell)
{
    private readonly HashSet<int> _told = [];

    public void Look(SessionState state, MasterConnection connection)
    {
        if (!connection.IsStopped && !connection.IsSilent)
        {
            foreach (var process in _told) tell(process, $"the session with {state.Host} continues");
            _told.Clear();
            return;
        }
        var why = connection.IsStopped
            ? $"the ssh of the session with {state.Host} is stopped: waiting until it continues"
            : $"no answer from {state.Host}; the network may be down: waiting for it for up to {KeepAlive.Outlives.TotalMinutes:0} minutes; Ctrl-C cancels";
        foreach (var client in clients(state))
            if (client.Through == SessionClients.ControlSocket && _told.Add(client.Process)) tell(client.Process, why);
    }
}
