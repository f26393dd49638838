using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace EndToEnd.Portal;

/// <summary>What the browser refuses because the page's own content security policy forbids it: an inline style or script that slipped in.</summary>
internal static class ContentSecurity
{
    /// <summary>Grows while the window is used.</summary>
    public static ConcurrentQueue<string> BrokenRules(this IBrowserContext window)
    {
        var broken = new ConcurrentQueue<string>();
        window.Console += (_, message) =>
        {
            if (message.Text.Contains("Content Security Policy", StringComparison.Ordinal))
                broken.Enqueue($"{message.Page?.Url}: {message.Text}");
        };
        return broken;
    }
}
