using Microsoft.Extensions.Logging;

namespace Sallyport.Gate.Machine;

/// <summary>
/// Every line the gate logs. Words and keys are a promise to scripts that search for them (docs/operators/gate.md lists them): they may only grow.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "started listen={Listen} backend={Backend}")]
    public static partial void Started(this ILogger log, string listen, string backend);

    [LoggerMessage(101, LogLevel.Information, "stopped sessions={Sessions}")]
    public static partial void Stopped(this ILogger log, int sessions);

    [LoggerMessage(102, LogLevel.Information, "reloaded deny={Deny} allow={Allow}")]
    public static partial void Reloaded(this ILogger log, int deny, int allow);

    [LoggerMessage(103, LogLevel.Error, "not-reloaded fault=\"{Fault}\"")]
    public static partial void NotReloaded(this ILogger log, string fault);

    [LoggerMessage(104, LogLevel.Information, "upgrading sessions={Sessions}")]
    public static partial void Upgrading(this ILogger log, int sessions);

    [LoggerMessage(105, LogLevel.Error, "not-upgraded fault=\"{Fault}\"")]
    public static partial void NotUpgraded(this ILogger log, string fault);

    [LoggerMessage(106, LogLevel.Error, "listener-ended status={Status} again-in={Wait}s")]
    public static partial void ListenerEnded(this ILogger log, int status, double wait);

    [LoggerMessage(107, LogLevel.Error, "part-failed part=\"{Part}\" fault=\"{Fault}\"")]
    public static partial void PartFailed(this ILogger log, string part, string fault);

    [LoggerMessage(108, LogLevel.Information, "outliving sessions={Sessions}")]
    public static partial void Outliving(this ILogger log, int sessions);

    [LoggerMessage(109, LogLevel.Error, "bad-record fault={Fault}")]
    public static partial void BadRecord(this ILogger log, string fault);

    [LoggerMessage(200, LogLevel.Information, "refused source={Source} port={Port} lane={Lane} reason={Reason} retry={Retry}s")]
    public static partial void Refused(this ILogger log, string source, int port, string lane, string reason, long retry);

    [LoggerMessage(201, LogLevel.Information, "refused-more count={Count} reasons={Reasons}")]
    public static partial void RefusedMore(this ILogger log, long count, string reasons);

    [LoggerMessage(202, LogLevel.Information, "handed-over connection={Connection} source={Source} port={Port} lane={Lane} pid={Pid} after={Milliseconds}ms")]
    public static partial void HandedOver(this ILogger log, ulong connection, string source, int port, string lane, int pid, long milliseconds);

    [LoggerMessage(203, LogLevel.Information, "logged-in connection={Connection} source={Source} port={Port} after={Seconds}s")]
    public static partial void LoggedIn(this ILogger log, ulong connection, string source, int port, long seconds);

    [LoggerMessage(204, LogLevel.Information, "ended connection={Connection} source={Source} port={Port} reason={Reason} after={Seconds}s")]
    public static partial void Ended(this ILogger log, ulong connection, string source, int port, string reason, long seconds);

    [LoggerMessage(205, LogLevel.Error, "backend-failed connection={Connection} source={Source} fault=\"{Fault}\"")]
    public static partial void BackendFailed(this ILogger log, ulong connection, string source, string fault);

    [LoggerMessage(206, LogLevel.Warning, "no-descriptors left")]
    public static partial void NoDescriptors(this ILogger log);

    [LoggerMessage(207, LogLevel.Warning, "sshd-checked program={Program} outcome={Outcome}")]
    public static partial void SshdChecked(this ILogger log, string program, string outcome);

    [LoggerMessage(300, LogLevel.Information, "outcome source={Source} outcome={Outcome}")]
    public static partial void Outcome(this ILogger log, string source, string outcome);

    [LoggerMessage(301, LogLevel.Information, "authority-connected address={Address}")]
    public static partial void AuthorityConnected(this ILogger log, string address);

    [LoggerMessage(302, LogLevel.Warning, "authority-lost address={Address} fault=\"{Fault}\" again-in={Wait}s")]
    public static partial void AuthorityLost(this ILogger log, string address, string fault, double wait);

    [LoggerMessage(400, LogLevel.Information, "banned network={Network} for={Length}")]
    public static partial void Banned(this ILogger log, string network, string length);

    [LoggerMessage(401, LogLevel.Information, "unbanned network={Network} lifted={Lifted}")]
    public static partial void Unbanned(this ILogger log, string network, int lifted);

    [LoggerMessage(500, LogLevel.Warning, "state-not-saved file={File} fault=\"{Fault}\"")]
    public static partial void StateNotSaved(this ILogger log, string file, string fault);

    [LoggerMessage(501, LogLevel.Warning, "state-not-loaded file={File} fault=\"{Fault}\"")]
    public static partial void StateNotLoaded(this ILogger log, string file, string fault);

    [LoggerMessage(502, LogLevel.Information, "state-loaded good={Good} penalties={Penalties}")]
    public static partial void StateLoaded(this ILogger log, int good, int penalties);
}
