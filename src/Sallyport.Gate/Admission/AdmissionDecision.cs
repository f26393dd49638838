using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Admission;

/// <summary>Who a source is to the gate; later ones have more reserved for them.</summary>
internal enum Lane : byte
{
    Stranger,

    /// <summary>Its network had a successful login of late.</summary>
    Known,

    /// <summary>Its network is listed as trusted.</summary>
    Trusted,

    /// <summary>Its network is the administrators' way in when all else is full: no penalties, no rates.</summary>
    Recovery,
}

/// <summary>Why a connection does not go on. The words are part of the log's and the metrics' form: they may only grow.</summary>
internal enum AdmissionRefusal : byte
{
    None,
    DenyList,
    Banned,
    Penalty,
    NetworkPenalty,
    SourcePending,
    NetworkPending,
    TotalPending,
    SourceRate,
    SourceHour,
    TotalRate,

    /// <summary>What it sent is no SSH identification.</summary>
    NotSsh,

    /// <summary>It went away while the gate waited for its identification.</summary>
    Gone,

    /// <summary>A PROXY header that may not be there, or none where one must be.</summary>
    ProxyHeader,

    /// <summary>The backend could not be started or reached.</summary>
    Backend,

    /// <summary>The gate has no file descriptor left.</summary>
    NoDescriptors,

    /// <summary>The gate is stopping.</summary>
    Stopping,
}

/// <summary>What became of a login, as the authority tells it or, for two of them, as the gate saw it. The words are part of the feed's form.</summary>
internal enum LoginOutcome : byte
{
    Success,
    WrongCode,
    WrongUser,
    DeniedPush,
    Refused,

    /// <summary>The gate's own: something other than SSH was spoken.</summary>
    NotSsh,

    /// <summary>The gate's own, counted while no authority reports: the connection ended without a login.</summary>
    NoLogin,

    /// <summary>The authority let the login go on to the password: neither a success nor a failure, until sshd shows which.</summary>
    PasswordNext,
}

/// <summary>A place among the pending connections. Give it back exactly once: <see cref="AdmissionControl.Release"/>.</summary>
internal readonly record struct Lease(Lane Lane, SourceLevel Level, SourceAddress Source);

/// <summary>The answer for one connection: go on with a lease, or a reason and when it makes sense to come again (zero: unknown).</summary>
internal readonly record struct AdmissionDecision(AdmissionRefusal Refusal, TimeSpan RetryAfter, Lease Lease)
{
    public bool IsAdmitted => Refusal == AdmissionRefusal.None;
}
