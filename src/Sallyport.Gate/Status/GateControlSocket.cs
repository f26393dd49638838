using Sallyport.Gate.Configuration;

namespace Sallyport.Gate.Status;

/// <summary>Where the gate with this configuration can be asked.</summary>
public static class GateControlSocket
{
    /// <summary>The socket's path, or the sentences that say what is wrong with the configuration.</summary>
    public static (string? Path, IReadOnlyList<string> Faults) Of(string configurationPath)
    {
        var (configuration, _, faults) = GateConfigurationFile.Load(configurationPath);
        if (configuration is null)
            return (null, [.. faults.Select(fault => fault.ToString())]);
        return configuration.ControlSocket is { } path
            ? (path, [])
            : (null, [$"{configurationPath}: the gate has no control socket; write control = /run/sallyport-gate/control.sock in [gate]"]);
    }
}
