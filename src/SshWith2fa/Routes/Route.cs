namespace SshWith2fa.Routes;

/// <summary>Which way a call goes. Closed: every consumer switches over all of them.</summary>
internal abstract record Route
{
    private Route()
    {
    }

    /// <summary>None of the site's business: the real program, with exactly these arguments.</summary>
    internal sealed record Untouched : Route;

    /// <summary>This machine is inside: straight to the host, no second factor.</summary>
    internal sealed record Inside(string Name) : Route;

    /// <summary>Over the session's control master.</summary>
    internal sealed record ThroughMaster(string Name, int Port) : Route;

    /// <summary>To the forwarded port of the session, which is the login server's own sshd.</summary>
    internal sealed record ThroughPort(string Name, int Port) : Route;

    /// <summary>The outside door: a second factor and a password are asked for.</summary>
    internal sealed record OutsideDoor(string Name) : Route;

    /// <summary>To another inside host, by way of the login server.</summary>
    internal sealed record Jump(string Name) : Route;

    /// <summary>Not at all; the refusal says why and what to do next.</summary>
    internal sealed record Refused(RouteRefusal Reason, Refusal Refusal) : Route;
}

/// <summary>Why a call is not let through. The numbers are exit codes and may only grow.</summary>
internal enum RouteRefusal
{
    /// <summary>No session is up and nobody is there to type the second factor.</summary>
    NobodyToAsk = 255,

    /// <summary>The session is up but its owner limited what may ride on it.</summary>
    NotShared = 254,
}
