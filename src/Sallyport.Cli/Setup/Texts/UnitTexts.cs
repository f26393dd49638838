using System.Net;
using Sallyport.Cli.Setup.Plan;

namespace Sallyport.Cli.Setup.Texts;

/// <summary>What is added to the package's units.</summary>
internal static class UnitTexts
{
    /// <summary>For a portal at a port below 1024.</summary>
    public const string LowPort = """
        # Written by: sallyport setup
        [Service]
        AmbientCapabilities=CAP_NET_BIND_SERVICE
        CapabilityBoundingSet=CAP_NET_BIND_SERVICE

        """;

    /// <summary>The gate's port, in place of the unit's 22.</summary>
    public static string GateSocket(SetupAnswers answers) =>
        "# Written by: sallyport setup\n[Socket]\nListenStream=\n" + string.Concat(Addresses(answers).Select(address => $"ListenStream={address}\n"));

    /// <summary>Where the gate listens.</summary>
    public static IEnumerable<IPEndPoint> Addresses(SetupAnswers answers) =>
        (answers.Listen.Count == 0 ? [IPAddress.Any, IPAddress.IPv6Any] : answers.Listen.Select(IPAddress.Parse)).Select(address => new IPEndPoint(address, answers.Port));
}
