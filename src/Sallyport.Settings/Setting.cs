namespace Sallyport.Settings;

/// <summary>One <c>key = value</c> line as written, with its place.</summary>
public sealed record Setting(string Key, string Value, int Line);

/// <summary>The two values of a switch in a file: <c>on</c> and <c>off</c>.</summary>
public enum Switch
{
    Off,
    On,
}
