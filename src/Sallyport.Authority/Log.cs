using System.Net;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Radius;

namespace Sallyport.Authority;

/// <summary>Every line the authority logs. The ids are stable: 1000s RADIUS.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "RADIUS listens on UDP {EndPoint}")]
    public static partial void RadiusListening(this ILogger logger, IPEndPoint endPoint);

    [LoggerMessage(1001, LogLevel.Warning, "RADIUS: {Count} packets without an answer: {Reason}, the last from {Peer}")]
    public static partial void RadiusDropped(this ILogger logger, long count, DropReason reason, Peer peer, Exception? error);

    [LoggerMessage(1002, LogLevel.Warning, "RADIUS: the socket {EndPoint} reports an error")]
    public static partial void RadiusSocketFailed(this ILogger logger, IPEndPoint endPoint, Exception error);
}
