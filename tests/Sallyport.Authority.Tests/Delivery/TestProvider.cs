using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>A request as it arrived.</summary>
internal sealed record ProviderRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);
}

/// <summary>A provider on loopback, over TLS with a root of its own, which keeps what arrives and answers as it is told.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CertificateAuthority root;
    private readonly string folder;

    private TestProvider(WebApplication app, CertificateAuthority root, string folder) => (this.app, this.root, this.folder) = (app, root, folder);

    public ConcurrentQueue<ProviderRequest> Requests { get; } = new();

    /// <summary>What each request gets, from the first on; the last goes on. <c>0</c> breaks the connection off, <c>-1</c> never answers.</summary>
    public IReadOnlyList<(int Status, string Text)> Answers { get; set; } = [(200, "ok")];

    public IReadOnlyDictionary<string, string> AnswerHeaders { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public Uri Url { get; private set; } = new("https://localhost/");

    public string RootsFile => Path.Combine(folder, CertificateAuthority.RootFile);

    public static async Task<TestProvider> StartAsync()
    {
        var place = Directory.CreateTempSubdirectory("sallyport-provider-").FullName;
        var authority = CertificateAuthority.Open(place, TimeProvider.System);
        var certificate = ServerCertificate.FromOwnAuthority(authority, ["localhost"], TimeProvider.System, fault => throw fault);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => Authority.Duo.Transport.DuoListener.Listen(server, new IPEndPoint(IPAddress.Loopback, 0), certificate));
        var provider = new TestProvider(builder.Build(), authority, place);
        provider.app.Run(provider.AnswerAsync);
        await provider.app.StartAsync();
        var address = provider.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        provider.Url = new Uri($"https://localhost:{new Uri(address).Port}/");
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        root.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue(new ProviderRequest(context.Request.Method, context.Request.Path + context.Request.QueryString, headers, body.ToArray()));
        var (status, text) = Answers[Math.Min(Requests.Count, Answers.Count) - 1];
        if (status == 0)
        {
            context.Abort();
            return;
        }

        if (status < 0)
            await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        context.Response.StatusCode = Math.Max(status, 200);
        foreach (var (name, value) in AnswerHeaders)
            context.Response.Headers[name] = value;
        await context.Response.WriteAsync(text);
    }
}
