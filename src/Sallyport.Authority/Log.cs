using System.Net;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Radius;

namespace Sallyport.Authority;

/// <summary>Every line the authority logs. The ids are stable: 1000s RADIUS, 2000s Duo.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "RADIUS listens on UDP {EndPoint}")]
    public static partial void RadiusListening(this ILogger logger, IPEndPoint endPoint);

    [LoggerMessage(EventId = 1001, Message = "RADIUS: {Count} packets without an answer: {Reason}, the last from {Peer}")]
    public static partial void RadiusDropped(this ILogger logger, LogLevel level, long count, DropReason reason, Peer peer, Exception? error);

    [LoggerMessage(1002, LogLevel.Warning, "RADIUS: the socket {EndPoint} reports an error")]
    public static partial void RadiusSocketFailed(this ILogger logger, IPEndPoint endPoint, Exception error);

    [LoggerMessage(2000, LogLevel.Error, "Duo: the call {Path} failed; the client was told so and decides by its failmode")]
    public static partial void DuoCallFailed(this ILogger logger, string path, Exception error);

    [LoggerMessage(2001, LogLevel.Warning, "Duo: {Host} lets people in without a code when it cannot reach us: set failmode = secure in its configuration")]
    public static partial void DuoFailsOpen(this ILogger logger, string host);

    [LoggerMessage(2002, LogLevel.Error, "the server certificate could not be renewed; the one in use goes on")]
    public static partial void CertificateNotRenewed(this ILogger logger, Exception error);
}
