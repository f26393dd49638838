using System.Net;
using Microsoft.Extensions.Logging;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Machine;

/// <summary>Every line the authority logs. The ids are stable: 1000s RADIUS, 2000s Duo, 3000s logins, 4000s pushes, 5000s delivery, 6000s the portal.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "RADIUS listens on UDP {EndPoint}")]
    public static partial void RadiusListening(this ILogger logger, IPEndPoint endPoint);

    [LoggerMessage(EventId = 1001, Message = "RADIUS: {Count} packets without an answer: {Reason}, the last from {Peer}")]
    public static partial void RadiusDropped(this ILogger logger, LogLevel level, long count, Enum reason, string peer, Exception? error);

    [LoggerMessage(1002, LogLevel.Warning, "RADIUS: the socket {EndPoint} reports an error")]
    public static partial void RadiusSocketFailed(this ILogger logger, IPEndPoint endPoint, Exception error);

    [LoggerMessage(2000, LogLevel.Error, "Duo: the call {Path} failed; the client was told so and decides by its failmode")]
    public static partial void DuoCallFailed(this ILogger logger, string path, Exception error);

    [LoggerMessage(2001, LogLevel.Warning, "Duo: {Host} lets people in without a code when it cannot reach us: set failmode = secure in its configuration")]
    public static partial void DuoFailsOpen(this ILogger logger, string host);

    [LoggerMessage(2002, LogLevel.Error, "the server certificate could not be renewed; the one in use goes on")]
    public static partial void CertificateNotRenewed(this ILogger logger, Exception error);

    [LoggerMessage(3000, LogLevel.Information, "allowed user={User} from={Source} host={Host} factor={Factor}")]
    public static partial void LoginAllowed(this ILogger logger, string user, IPAddress? source, string host, string factor);

    [LoggerMessage(3001, LogLevel.Information, "wrong-code user={User} from={Source} host={Host}")]
    public static partial void CodeWrong(this ILogger logger, string user, IPAddress? source, string host);

    [LoggerMessage(3002, LogLevel.Information, "refused user={User} from={Source} host={Host} reason={Reason}")]
    public static partial void LoginRefused(this ILogger logger, string user, IPAddress? source, string host, LoginRefusal reason);

    [LoggerMessage(3003, LogLevel.Warning, "the notices for the next session cannot be written in {Folder}")]
    public static partial void NoticeFailed(this ILogger logger, string folder, Exception error);

    [LoggerMessage(6000, LogLevel.Error, "portal: the page {Path} failed")]
    public static partial void PortalFailed(this ILogger logger, string path, Exception error);

    [LoggerMessage(6001, LogLevel.Warning, "portal: a sign-in by single sign-on from {Source} failed: {Why}")]
    public static partial void SignOnFailed(this ILogger logger, Enum why, IPAddress? source);

    [LoggerMessage(5000, LogLevel.Information, "delivery: {Message} by {Way}: {State}, {Detail}")]
    public static partial void Delivered(this ILogger logger, string message, string way, Enum state, string detail);

    [LoggerMessage(5001, LogLevel.Error, "delivery: {Message} failed")]
    public static partial void DeliveryFaulted(this ILogger logger, string message, Exception error);

    [LoggerMessage(5002, LogLevel.Error, "delivery: {Most} messages wait already; one more is dropped")]
    public static partial void DeliveryQueueFull(this ILogger logger, int most);

    [LoggerMessage(4000, LogLevel.Information, "push-sent user={User} from={Source} host={Host}")]
    public static partial void PushSent(this ILogger logger, string user, IPAddress? source, string host);

    [LoggerMessage(4001, LogLevel.Information, "push-answered user={User} from={Source} host={Host} result={Result}")]
    public static partial void PushAnswered(this ILogger logger, string user, IPAddress? source, string host, PushResult result);

    [LoggerMessage(4002, LogLevel.Error, "the store could not be asked what became of pushes; their logins go on waiting")]
    public static partial void PushSweepFailed(this ILogger logger, Exception error);
}
