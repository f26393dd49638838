using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Sallyport.Bench.Portal;

var users = args.Length > 0 ? int.Parse(args[0]) : 100;
var seconds = args.Length > 1 ? int.Parse(args[1]) : 10;
string[] pages = ["/portal", "/portal/code", "/portal/factors", "/portal/activity"];

await using var portal = await ServedPortal.StartAsync(users);
var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(portal.RootFile));

await FirstViewAsync();
await LoadAsync(TimeSpan.FromSeconds(3));
portal.Take();
var watch = Stopwatch.StartNew();
var clientTimes = await LoadAsync(TimeSpan.FromSeconds(seconds));
watch.Stop();

Console.WriteLine($"{users} users at once, each asking for the next page as soon as it has the last: {clientTimes.Count / watch.Elapsed.TotalSeconds:F0} pages a second");
Console.WriteLine($"{"page",-32} {"server: median",15} {"95 %",10} {"99 %",10} {"worst",10} {"pages",9}");
foreach (var (page, times) in portal.Take().OrderBy(p => p.Key, StringComparer.Ordinal))
    Print(page, times);
Print("as the browser sees it", clientTimes);

async Task<List<double>> LoadAsync(TimeSpan length)
{
    var all = new List<double>();
    var gate = new Lock();
    var begun = Stopwatch.StartNew();
    await Task.WhenAll(portal.Cookies.Select(async (cookie, number) =>
    {
        using var client = Client();
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        var own = new List<double>();
        for (var i = number; begun.Elapsed < length; i++)
        {
            var one = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(pages[i % pages.Length]);
            await answer.Content.ReadAsByteArrayAsync();
            own.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
        }

        lock (gate)
            all.AddRange(own);
    }));
    return all;
}

async Task FirstViewAsync()
{
    using var client = Client();
    var page = await client.GetStringAsync("/portal/sign-in");
    var bytes = page.Length;
    foreach (var file in Regex.Matches(page, "(href|src)=\"(?<url>/portal/assets/[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture).Select(m => m.Groups["url"].Value))
        bytes += (await client.GetByteArrayAsync(file)).Length;
    Console.WriteLine($"first view (the sign-in page with all that it loads): {bytes / 1000.0:F1} kB, uncompressed");
}

HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, SslOptions = { CertificateChainPolicy = trust } })
{
    BaseAddress = portal.Url,
    DefaultRequestVersion = HttpVersion.Version20,
    DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
};

static void Print(string what, List<double> times)
{
    times.Sort();
    Console.WriteLine($"{what,-32} {At(times, 0.5),12:F1} ms {At(times, 0.95),7:F1} ms {At(times, 0.99),7:F1} ms {times[^1],7:F1} ms {times.Count,9}");
}

static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
