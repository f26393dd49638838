using Sallyport.Gate.Connections;

namespace Sallyport.Gate.Handover;

/// <summary>Who takes admitted connections: sshd through the launcher, or the relay. Both answer with <see cref="BackendReport"/>s.</summary>
internal interface IBackendLink
{
    /// <summary>Passes a connection on, without waiting.</summary>
    void Send(Connection connection);

    /// <summary>The gate's own copy of the socket is no longer needed.</summary>
    void LetGo(Connection connection);

    /// <summary>Whether the login is through, as far as the backend lets the gate see it; otherwise the authority and the age tell.</summary>
    SshdSessionState Look(Connection connection);

    /// <summary>The backend ended without having said a word to the client.</summary>
    bool IsFailure(Connection connection, int status);

    /// <summary>A session that ends without <see cref="Look"/> having seen a login had none. Where the gate cannot see, nobody is punished for it.</summary>
    bool SeesLogins { get; }

    /// <summary>What was wrong with the backend when the connection ended so; null when nothing was. For the log.</summary>
    string? Fault(int status);

    /// <summary>Why the connection is over, for the log.</summary>
    string Ending(Connection connection, int status);
}

/// <summary>Why a connection that the backend had is over. The words stand in the log: they may only grow.</summary>
internal enum EndReason
{
    /// <summary>The session was logged in.</summary>
    LoggedOut,

    /// <summary>It ended before a login.</summary>
    NoLogin,

    /// <summary>It was over within a second, too soon to see whether it was logged in.</summary>
    Brief,
}
