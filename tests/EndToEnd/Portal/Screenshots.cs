using EndToEnd.Machine;
using Microsoft.Playwright;

namespace EndToEnd.Portal;

/// <summary>Pictures for people to look at, in <c>artifacts/portal</c> of the checkout: light and dark, at a desk's and a phone's width.</summary>
internal static class Screenshots
{
    private static readonly (string Name, int Width, int Height)[] Sizes = [("desk", 1200, 800), ("phone", 390, 844)];

    /// <summary>Does nothing unless <c>SALLYPORT_SCREENSHOTS</c> is set: a suite has no eyes.</summary>
    public static async Task ShootAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SALLYPORT_SCREENSHOTS") is null)
            return;

        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            foreach (var (size, width, height) in Sizes)
            {
                await page.SetViewportSizeAsync(width, height);
                await page.ScreenshotAsync(new() { FullPage = true, Path = Path.Combine(Checkout.Root, $"artifacts/portal/{name}-{scheme}-{size}.png".ToLowerInvariant()) });
            }
        }

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await page.SetViewportSizeAsync(Sizes[0].Width, Sizes[0].Height);
    }
}
