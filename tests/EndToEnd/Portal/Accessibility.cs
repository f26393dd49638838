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

    /// <summary>No finding that axe calls serious or critical, in neither colour scheme.</summary>
    public static Task AssertAccessibleAsync(this IPage page) => AssertAsync(page, finding =>
        finding.StartsWith("serious", StringComparison.Ordinal) || finding.StartsWith("critical", StringComparison.Ordinal));

    /// <summary>No finding at all.</summary>
    public static Task AssertWithoutFindingAsync(this IPage page) => AssertAsync(page, _ => true);

    private static async Task AssertAsync(IPage page, Func<string, bool> counts)
    {
        foreach (var scheme in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            // Colours that are on their way from one to another would be judged as they pass.
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await AssertAsync(page, scheme, counts);
        }
    }

    private static async Task AssertAsync(IPage page, ColorScheme scheme, Func<string, bool> counts)
    {
        // Evaluated by the debugger, not by the page: the page's content security policy lets no script of a test in.
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(await NodePackages.FolderAsync(), "node_modules/axe-core/axe.min.js")));
        var findings = await page.EvaluateAsync<JsonElement>(Scan);
        var grave = findings.EnumerateArray().Select(f => f.GetString()!).Where(counts).ToArray();
        Assert.True(grave.Length == 0, $"{page.Url} in {scheme}\n{string.Join('\n', grave)}");
    }
}
