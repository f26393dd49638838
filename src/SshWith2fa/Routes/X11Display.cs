using Sallyport.Profile;
using SshWith2fa.Configuration;
using SshWith2fa.Platform;

namespace SshWith2fa.Routes;

/// <summary>Whether and how X11 goes along: -X, or -Y where the X server has no SECURITY extension.</summary>
internal static class X11Display
{
    private static readonly TimeSpan AskBound = TimeSpan.FromMilliseconds(300);

    /// <summary>For this call and this display. The X server's answer is remembered as long as the runtime directory lives.</summary>
    public static X11Use For(X11Preference preference, IPlatform platform, ClientPaths paths)
    {
        if (preference == X11Preference.Off || platform.Variable("DISPLAY") is not { Length: > 0 } display)
            return X11Use.Off;
        if (preference != X11Preference.Auto)
            return Standing(preference);
        if (!platform.HasControlSockets || OperatingSystem.IsMacOS())
            return X11Use.Trusted;
        var cache = Path.Combine(paths.Runtime, "x11");
        if (Files.ReadText(cache)?.Split('\n') is [var known, var use, ..] && known == display)
            return use == "trusted" ? X11Use.Trusted : X11Use.Untrusted;
        var answer = platform.Capture("xdpyinfo", ["-display", display], AskBound);
        var trusted = answer is { ExitStatus: 0 } && !answer.Output.Contains("SECURITY", StringComparison.Ordinal);
        Files.WritePrivate(cache, display + "\n" + (trusted ? "trusted" : "untrusted") + "\n");
        return trusted ? X11Use.Trusted : X11Use.Untrusted;
    }

    /// <summary>For files that outlive a display: ssh itself forwards nothing while DISPLAY is not set.</summary>
    public static X11Use Standing(X11Preference preference) => preference switch
    {
        X11Preference.Off => X11Use.Off,
        X11Preference.Trusted => X11Use.Trusted,
        X11Preference.Auto when OperatingSystem.IsMacOS() || OperatingSystem.IsWindows() => X11Use.Trusted,
        _ => X11Use.Untrusted,
    };
}
