using System.Buffers.Text;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>An OpenID provider that can be told to lie; what an honest one does is tried with one that nobody here wrote, in EndToEnd.</summary>
internal sealed class FakeProvider : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly CertificateAuthority authority;
    private readonly string folder;
    private readonly TimeProvider clock;
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private FakeProvider(WebApplication app, CertificateAuthority authority, string folder, TimeProvider clock) =>
        (this.app, this.authority, this.folder, this.clock) = (app, authority, folder, clock);

    public string Issuer { get; private set; } = string.Empty;

    public string RootsFile => Path.Combine(folder, CertificateAuthority.RootFile);

    public string SecretFile => Path.Combine(folder, "secret");

    /// <summary>Of the sign-in that is under way: what the portal put into the address.</summary>
    public string Nonce { get; set; } = string.Empty;

    public string Challenge { get; set; } = string.Empty;

    /// <summary>Changes the id token's claims before it is signed.</summary>
    public Action<JsonObject> Claims { get; set; } = _ => { };

    /// <summary>Changes the whole token after it was signed.</summary>
    public Func<string, string> Token { get; set; } = token => token;

    public Action<JsonObject> UserInfo { get; set; } = _ => { };

    public Action<JsonObject> Document { get; set; } = _ => { };

    public ECDsa SigningKey { get; set; } = null!;

    public static async Task<FakeProvider> StartAsync(TimeProvider clock)
    {
        var place = Directory.CreateTempSubdirectory("sallyport-provider-").FullName;
        var root = CertificateAuthority.Open(place, TimeProvider.System);
        var certificate = ServerCertificate.FromOwnAuthority(root, ["localhost"], TimeProvider.System, fault => throw fault);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listener =>
            listener.UseHttps(new Microsoft.AspNetCore.Server.Kestrel.Https.TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Current }),
            })));
        var web = builder.Build();
        var provider = new FakeProvider(web, root, place, clock);
        provider.SigningKey = provider.key;
        await File.WriteAllTextAsync(provider.SecretFile, "a secret of the client\n");
        web.MapGet("/.well-known/openid-configuration", context => AnswerAsync(context, provider.Describe()));
        web.MapGet("/keys", context => AnswerAsync(context, provider.Keys()));
        web.MapPost("/token", provider.ExchangeAsync);
        web.MapGet("/me", context => AnswerAsync(context, provider.Me()));
        await web.StartAsync();
        var address = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        provider.Issuer = $"https://localhost:{new Uri(address).Port}";
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        authority.Dispose();
        key.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private JsonObject Describe()
    {
        var document = new JsonObject
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["userinfo_endpoint"] = Issuer + "/me",
            ["jwks_uri"] = Issuer + "/keys",
            ["authorization_response_iss_parameter_supported"] = true,
        };
        Document(document);
        return document;
    }

    private JsonObject Keys()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "EC", ["use"] = "sig", ["kid"] = "one", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(point.X!), ["y"] = Base64Url.EncodeToString(point.Y!),
            }),
        };
    }

    private JsonObject Me()
    {
        var about = new JsonObject { ["sub"] = "subject-1", ["preferred_username"] = "ada" };
        UserInfo(about);
        return about;
    }

    private async Task ExchangeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        var basic = "Basic " + Convert.ToBase64String("sallyport:a+secret+of+the+client"u8);
        if (form["code"] != "the-code" || challenge != Challenge || context.Request.Headers.Authorization != basic)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = Issuer, ["sub"] = "subject-1", ["aud"] = "sallyport", ["iat"] = now, ["exp"] = now + 300, ["nonce"] = Nonce };
        Claims(claims);
        await AnswerAsync(context, new JsonObject { ["access_token"] = "access", ["token_type"] = "Bearer", ["id_token"] = Token(Sign(claims)) });
    }

    private string Sign(JsonObject claims)
    {
        var text = Encode("""{"alg":"ES256","kid":"one"}""") + "." + Encode(claims.ToJsonString());
        return text + "." + Base64Url.EncodeToString(SigningKey.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static async Task AnswerAsync(HttpContext context, JsonObject answer)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }
}
