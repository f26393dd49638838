using Microsoft.Extensions.Logging;

namespace Sallyport.Authority.Duo;

/// <summary>Messages 300 to 349.</summary>
internal static partial class DuoLog
{
    [LoggerMessage(300, LogLevel.Error, "the duo call {Path} failed; the client was told so and decides by its failmode")]
    public static partial void CallFailed(ILogger log, Exception fault, string path);

    [LoggerMessage(301, LogLevel.Warning, "{Host} lets people in without a code when it cannot reach us: set failmode = secure in its duo configuration")]
    public static partial void FailsOpen(ILogger log, string host);

    [LoggerMessage(302, LogLevel.Error, "the server certificate could not be renewed; the one in use goes on")]
    public static partial void RenewalFailed(ILogger log, Exception fault);

    public static void TellFailOpen(ILogger log, SignedCall call)
    {
        if (string.Equals(call.Parameters.Find("failmode"), "open", StringComparison.Ordinal))
            FailsOpen(log, call.Host.Name);
    }
}
