using Sallyport.Settings;

namespace Sallyport.Gate.Status;

/// <summary>The forms in which a person names a source or a length of time on the command line: those of the configuration.</summary>
public static class GateInput
{
    public static bool IsNetwork(string text) => Cidr.TryParse(text) is not null;

    /// <summary>At least a second; null when the text is no length of time.</summary>
    public static TimeSpan? Length(string text) => Duration.TryParse(text) is { } length && length >= TimeSpan.FromSeconds(1) ? length : null;
}
