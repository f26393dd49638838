using System.Reflection;
using EndToEnd.Machine;
using Microsoft.Playwright;

namespace EndToEnd.Portal;

/// <summary>Debian's Chromium without a window, driven by Playwright, with a home of its own in which the given root certificates are trusted.</summary>
internal sealed class Browser : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come. Long for a busy machine; nothing waits as long when all is well.</summary>
    private const float PatienceMilliseconds = 30_000;

    private const string Chromium = "/usr/bin/chromium";

    private readonly string home;
    private readonly IPlaywright playwright;
    private readonly IBrowser chromium;

    private Browser(string home, IPlaywright playwright, IBrowser chromium) => (this.home, this.playwright, this.chromium) = (home, playwright, chromium);

    /// <param name="roots">PEM files.</param>
    public static async Task<Browser> StartAsync(params IReadOnlyList<string> roots)
    {
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", Driver);
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        var own = Directory.CreateTempSubdirectory("sallyport-browser-").FullName;
        try
        {
            await TrustAsync(own, roots);
            var driver = await Playwright.CreateAsync();
            var started = await driver.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Chromium,
                Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-proxy-server"],
                Env = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = own, ["PATH"] = "/usr/bin:/bin", ["LC_ALL"] = "C.UTF-8" },
            });
            return new Browser(own, driver, started);
        }
        catch
        {
            Directory.Delete(own, recursive: true);
            throw;
        }
    }

    /// <summary>A window of somebody who was never here: no cookies, no storage.</summary>
    public async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var context = await chromium.NewContextAsync(options ?? new());
        context.SetDefaultTimeout(PatienceMilliseconds);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        await chromium.DisposeAsync();
        playwright.Dispose();
        Directory.Delete(home, recursive: true);
    }

    private static string Driver =>
        typeof(Browser).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PlaywrightDriver").Value!;

    private static async Task TrustAsync(string home, IReadOnlyList<string> roots)
    {
        var store = Path.Combine(home, ".pki/nssdb");
        Directory.CreateDirectory(store);
        await Run.MustAsync("/usr/bin/certutil", "-N", "-d", "sql:" + store, "--empty-password");
        for (var i = 0; i < roots.Count; i++)
            await Run.MustAsync("/usr/bin/certutil", "-A", "-d", "sql:" + store, "-n", $"root {i}", "-t", "C,,", "-i", roots[i]);
    }
}
