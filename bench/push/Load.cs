using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PushBench;

/// <summary>Logins as login_duo makes them without a terminal: a connection each, on which one call waits.</summary>
internal sealed class Load : IDisposable
{
    /// <summary>Calls on their way at a time: an integration may have 128.</summary>
    private const int AtOnce = 64;

    private readonly Child authority;
    private readonly List<Task<(string Body, long At)>> logins = [];
    private readonly HttpClient http;

    public Load(Child authority)
    {
        this.authority = authority;
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authority.Root));
        var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust } };
        http = new HttpClient(handler) { BaseAddress = new Uri($"https://localhost:{authority.Port}"), Timeout = TimeSpan.FromMinutes(20) };
    }

    /// <summary>Returns when so many logins wait.</summary>
    public async Task WaitAllAsync(int count)
    {
        while (true)
        {
            var waiting = int.Parse(await authority.AskAsync("count"), CultureInfo.InvariantCulture);
            if (logins.Find(login => login.IsCompleted) is { } ended)
                throw new InvalidOperationException($"a login did not wait: {(await ended).Body}");
            if (waiting >= count)
                return;
            while (logins.Count < count && logins.Count - waiting < AtOnce)
                logins.Add(LogInAsync(BenchPeople.Name(logins.Count)));
            await Task.Delay(5);
        }
    }

    /// <summary>Milliseconds from the device's yes to the login's answer, for the first so many one after another, sorted.</summary>
    public async Task<List<double>> ApproveAsync(int count)
    {
        var times = new List<double>();
        for (var number = 0; number < count; number++)
        {
            var asked = Stopwatch.GetTimestamp();
            var result = await authority.AskAsync($"approve {number}");
            var (body, at) = await logins[number];
            if (result != "Approved" || !body.Contains("\"allow\"", StringComparison.Ordinal))
                throw new InvalidOperationException($"{result}: {body}");
            times.Add(Stopwatch.GetElapsedTime(asked, at).TotalMilliseconds);
        }

        times.Sort();
        return times;
    }

    public void Dispose() => http.Dispose();

    private async Task<(string Body, long At)> LogInAsync(string user)
    {
        const string path = "/rest/v1/auth.json";
        var form = $"async=0&auto=push&factor=auto&ipaddr=192.0.2.7&user={user}";
        var signature = HMACSHA512.HashData(BenchPeople.Host.SecretKey.Bytes, Encoding.UTF8.GetBytes($"POST\nlocalhost\n{path}\n{form}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{BenchPeople.Host.IntegrationKey}:{Convert.ToHexStringLower(signature)}")));
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return (body, Stopwatch.GetTimestamp());
    }
}
