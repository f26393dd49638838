using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;

namespace Sallyport.Bench.Attack.Site;

/// <summary>A client of the Auth API (v2) that signs with a date, as Duo's current clients do.</summary>
internal sealed class DuoCaller : IDisposable
{
    private const string Path = "/auth/v2/auth";

    private readonly AttackedAuthority authority;
    private readonly DuoHost host;
    private readonly HttpClient http;

    private DuoCaller(AttackedAuthority authority, DuoHost host)
    {
        (this.authority, this.host) = (authority, host);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509CertificateLoader.LoadCertificateFromFile(authority.RootFile));
        http = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust } });
    }

    public static async Task<DuoCaller> RegisterAsync(AttackedAuthority authority, CancellationToken cancel)
    {
        var registered = new DuoHost(
            "bench",
            "DI" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 18),
            new Secret(RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 40)),
            DuoClients.Dated);
        await authority.Store.AddHostAsync(registered, "root", cancel);
        return new DuoCaller(authority, registered);
    }

    public void Dispose() => http.Dispose();

    /// <summary>Whether a passcode lets the user in.</summary>
    public async Task<bool> IsLetInAsync(string user, string passcode, string source, CancellationToken cancel)
    {
        var form = string.Join('&', $"factor=passcode", $"ipaddr={source}", $"passcode={passcode}", $"username={Uri.EscapeDataString(user)}");
        var date = TimeProvider.System.GetUtcNow().ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        var signature = HMACSHA512.HashData(host.SecretKey.Bytes, Encoding.UTF8.GetBytes($"{date}\nPOST\nlocalhost\n{Path}\n{form}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://localhost:{authority.DuoPort}{Path}");
        request.Headers.Host = "localhost";
        request.Content = new StringContent(form, Encoding.ASCII, "application/x-www-form-urlencoded");
        request.Headers.TryAddWithoutValidation("X-Duo-Date", date);
        var credentials = $"{host.IntegrationKey}:{Convert.ToHexStringLower(signature)}";
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials)));
        using var response = await http.SendAsync(request, cancel);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancel));
        return response.IsSuccessStatusCode && document.RootElement.GetProperty("response").GetProperty("result").ValueEquals("allow");
    }
}
