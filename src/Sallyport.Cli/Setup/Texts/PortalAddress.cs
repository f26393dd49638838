using System.Net;
using Sallyport.Cli.Setup.Plan;

namespace Sallyport.Cli.Setup.Texts;

/// <summary>Where the portal listens.</summary>
internal static class PortalAddress
{
    /// <summary>Ports below it are root's.</summary>
    public const int FirstForAll = 1024;

    /// <summary>Null without a portal.</summary>
    public static IPEndPoint? Of(SetupAnswers answers)
    {
        if (!answers.HasPortal)
            return null;
        if (answers.PortalListen.Length > 0)
            return IPEndPoint.Parse(answers.PortalListen);
        return Uri.TryCreate(answers.Portal, UriKind.Absolute, out var url) ? new IPEndPoint(IPAddress.Any, url.Port) : null;
    }
}
