using System.Globalization;
using SshWith2fa.Platform;

namespace SshWith2fa.Browser;

/// <summary>A Chromium, and how it is started so that everything it asks for goes through the session and nothing stays behind.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "brave-browser", "microsoft-edge", "chrome", "msedge"];

    /// <summary>Full path of the first one there is; null for none.</summary>
    public static string? Find(IPlatform platform)
    {
        foreach (var name in Names)
            if (RealPrograms.Find(name, platform) is { } path)
                return path;
        return UsualPlaces(platform).FirstOrDefault(File.Exists);
    }

    /// <summary>
    /// Names are looked up at the far end: Chromium does so for SOCKS 5, and the resolver rule keeps its guesses ahead from asking here.
    /// </summary>
    /// <param name="profile">An empty directory.</param>
    public static IReadOnlyList<string> Arguments(string profile, int socksPort, string url, IEnumerable<string> more) =>
    [
        "--user-data-dir=" + profile,
        string.Create(CultureInfo.InvariantCulture, $"--proxy-server=socks5://127.0.0.1:{socksPort}"),
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        "--no-first-run", "--no-default-browser-check", "--disable-sync", "--disable-background-networking", "--disable-component-update",
        .. more,
        url,
    ];

    /// <summary>An http or https address; a bare host gets https. Null for anything else.</summary>
    public static string? Address(string text)
    {
        if (text.StartsWith('-') || text.Any(c => char.IsControl(c) || c == ' '))
            return null;
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "https://" + text;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 ? uri.AbsoluteUri : null;
    }

    private static IEnumerable<string> UsualPlaces(IPlatform platform)
    {
        if (OperatingSystem.IsMacOS())
            foreach (var name in (string[])["Google Chrome", "Chromium", "Brave Browser", "Microsoft Edge"])
                yield return $"/Applications/{name}.app/Contents/MacOS/{name}";
        foreach (var variable in (string[])["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"])
        {
            if (platform.Variable(variable) is not { Length: > 0 } directory)
                continue;
            yield return Path.Combine(directory, "Google", "Chrome", "Application", "chrome.exe");
            yield return Path.Combine(directory, "Microsoft", "Edge", "Application", "msedge.exe");
        }
    }
}
