using Sallyport.Settings;

namespace Sallyport.Cli.Terminal;

/// <summary>A configuration file has faults: each is printed on a line of its own, as <c>file:line: sentence</c>.</summary>
internal sealed class ConfigurationFailure(IReadOnlyList<SettingsFault> faults) : Exception("the configuration has faults")
{
    public IReadOnlyList<SettingsFault> Faults { get; } = faults;
}
