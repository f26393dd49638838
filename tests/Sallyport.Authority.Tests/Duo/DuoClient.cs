using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Sallyport.Authority.Duo.Calls;
using Sallyport.Authority.Duo.Wire;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Tests.Duo;

/// <summary>A client that can do what real ones do, and what they never would.</summary>
internal sealed class DuoClient : IDisposable
{
    private readonly HttpClient http;
    private readonly TimeProvider clock;

    public DuoClient(DuoServer server)
    {
        clock = server.Clock;
        var root = X509CertificateLoader.LoadCertificateFromFile(server.RootPath);
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            CertificateChainPolicy = new()
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { root },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        // TLS by hand, so that a request may name another host than the certificate does.
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync("localhost", server.Port, cancel);
                var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
                await stream.AuthenticateAsClientAsync(tls, cancel);
                return stream;
            },
        };
        http = new(handler) { BaseAddress = new Uri($"http://localhost:{server.Port}") };
    }

    /// <summary>What the client calls itself.</summary>
    public string? UserAgent { get; set; }

    public void Dispose() => http.Dispose();

    /// <summary>A request signed as the dialect's clients sign: v1 without a date by SHA-1, v2 with one by SHA-512.</summary>
    public async Task<DuoAnswer> CallAsync(DuoHost host, Dialect dialect, string method, string path, params (string Name, string Value)[] parameters)
    {
        using var request = Sign(host, dialect, method, path, parameters);
        return await SendAsync(request);
    }

    public async Task<DuoAnswer> SendAsync(HttpRequestMessage request)
    {
        if (UserAgent is not null)
            request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        using var response = await http.SendAsync(request);
        return await DuoAnswer.ReadAsync(response);
    }

    public HttpRequestMessage Sign(DuoHost host, Dialect dialect, string method, string path, params (string Name, string Value)[] parameters) =>
        Sign(host, dialect == Dialect.V2 ? Date(clock.GetUtcNow()) : null, method, path, parameters);

    public static HttpRequestMessage Sign(DuoHost host, string? date, string method, string path, params (string Name, string Value)[] parameters)
    {
        var form = string.Join('&', parameters.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{Uri.EscapeDataString(p.Name)}={Uri.EscapeDataString(p.Value)}"));
        var four = $"{method}\nlocalhost\n{path}\n{form}";
        var signature = date is null
            ? HMACSHA1.HashData(host.SecretKey.Bytes, Encoding.UTF8.GetBytes(four))
            : HMACSHA512.HashData(host.SecretKey.Bytes, Encoding.UTF8.GetBytes($"{date}\n{four}"));
        return Request(host.IntegrationKey, signature, date, method, path, form);
    }

    public static HttpRequestMessage Request(string ikey, byte[] signature, string? date, string method, string path, string form)
    {
        var isPost = string.Equals(method, "POST", StringComparison.Ordinal);
        var request = new HttpRequestMessage(new HttpMethod(method), isPost || form.Length == 0 ? path : $"{path}?{form}");
        if (isPost)
            request.Content = new StringContent(form, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        var credentials = $"{ikey}:{Convert.ToHexStringLower(signature)}";
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(credentials)));
        if (date is not null)
            request.Headers.TryAddWithoutValidation("X-Duo-Date", date);
        return request;
    }

    public static string Date(DateTimeOffset at) => at.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
}

/// <summary>An answer of either encoding, in one form.</summary>
internal sealed record DuoAnswer(int Status, DuoDocument Document)
{
    public int? RetryAfter { get; private init; }

    public string? Stat => Document.FindText("stat");

    public DuoDocument Response => Document.FindDocument("response") ?? throw new InvalidOperationException($"no response: {this}");

    public string? Result => Response.FindText("result");

    public long Code => (Document.Find("code") as DuoValue.Number)?.Value ?? 0;

    public static async Task<DuoAnswer> ReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsByteArrayAsync();
        var document = string.Equals(response.Content.Headers.ContentType?.MediaType, "application/bson", StringComparison.Ordinal)
            ? BsonReader.TryRead(body)
            : FromJson(JsonDocument.Parse(body).RootElement);
        Assert.NotNull(document);
        return new((int)response.StatusCode, document) { RetryAfter = (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds };
    }

    public override string ToString() => $"{Status} {Encoding.UTF8.GetString(JsonAnswerWriter.Write(Document))}";

    private static DuoDocument FromJson(JsonElement element)
    {
        var document = new DuoDocument();
        foreach (var property in element.EnumerateObject())
            document.Add(property.Name, ValueOf(property.Value));
        return document;
    }

    private static DuoValue ValueOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number => element.GetInt64(),
        JsonValueKind.Array => new DuoValue.List([.. element.EnumerateArray().Select(ValueOf)]),
        _ => FromJson(element),
    };
}
