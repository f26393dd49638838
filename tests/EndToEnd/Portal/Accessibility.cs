using System.Text.Json;
using Microsoft.Playwright;

namespace EndToEnd.Portal;

/// <summary>axe-core's judgement of a page by the rules of WCAG 2.2, levels A and AA.</summary>
internal static class Accessibility
{
    private const string Scan = """
        async () => {
            const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
            return found.violations.map(v => `${v.impact}: ${v.id}: ${v.help}: ${v.nodes.map(n => n.target.join(' ') + ' ' + n.failureSummary).join(' | ')}`);
        }
        """;

    /// <summary>No finding that axe calls serious or critical.</summary>
    public static async Task AssertAccessibleAsync(this IPage page)
    {
        // Evaluated by the debugger, not by the page: the page's content security policy lets no script of a test in.
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(await NodePackages.FolderAsync(), "node_modules/axe-core/axe.min.js")));
        var findings = await page.EvaluateAsync<JsonElement>(Scan);
        var grave = findings.EnumerateArray().Select(f => f.GetString()!)
            .Where(f => f.StartsWith("serious", StringComparison.Ordinal) || f.StartsWith("critical", StringComparison.Ordinal)).ToArray();
        Assert.True(grave.Length == 0, $"{page.Url}\n{string.Join('\n', grave)}");
    }
}
