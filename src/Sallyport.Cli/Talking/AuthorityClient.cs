using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Serialization.Metadata;
using Sallyport.Authority.Local;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Talking;

/// <summary>Speaks with the authority over its Unix socket. The kernel tells the authority which user asks.</summary>
internal sealed class AuthorityClient : IDisposable
{
    private readonly HttpClient http;
    private readonly string socket;

    public AuthorityClient(string socket)
    {
        this.socket = socket;
        http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync })
        {
            BaseAddress = new Uri("http://authority"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>What Linux takes for a name at most, and more than any database of people has.</summary>
    private const int LongestName = 256;

    /// <exception cref="CommandFailure">It cannot be anybody's name.</exception>
    public static string UserPath(string person) => "/v1/users/" + Segment(person);

    /// <summary>A name as a part of a path. A dot or two would be taken for a step between folders, and the next word for the name.</summary>
    /// <exception cref="CommandFailure">It cannot be a name.</exception>
    public static string Segment(string name) => name is not ("" or "." or "..") && name.Length <= LongestName
        ? Uri.EscapeDataString(name)
        : throw new CommandFailure(ExitCode.Usage, name.Length > LongestName ? $"a name has at most {LongestName} characters" : $"'{name}' is not a name");

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> answer, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, cancel);
        return (await response.Content.ReadFromJsonAsync(answer, cancel))!;
    }

    public async Task<TAnswer> PostAsync<TRequest, TAnswer>(
        string path, TRequest body, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answer, CancellationToken cancel)
    {
        using var response = await PostAsync(path, body, requestType, cancel);
        return (await response.Content.ReadFromJsonAsync(answer, cancel))!;
    }

    public async Task<TAnswer> PostAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> answer, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        using var response = await SendAsync(request, cancel);
        return (await response.Content.ReadFromJsonAsync(answer, cancel))!;
    }

    public async Task<HttpResponseMessage> PostAsync<TRequest>(string path, TRequest body, JsonTypeInfo<TRequest> requestType, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, requestType) };
        return await SendAsync(request, cancel);
    }

    public async Task DoAsync(HttpMethod method, string path, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await SendAsync(request, cancel);
    }

    public async Task<Stream> DownloadAsync(string path, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        var response = await SendAsync(request, cancel);
        return await response.Content.ReadAsStreamAsync(cancel);
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (HttpRequestException unreachable)
        {
            throw new CommandFailure(ExitCode.NotReachable, Unreachable(unreachable));
        }

        if (response.IsSuccessStatusCode)
            return response;

        using (response)
            throw new CommandFailure(CodeOf(response.StatusCode), await ErrorOf(response, cancel));
    }

    private static ExitCode CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => ExitCode.Usage,
        HttpStatusCode.Forbidden => ExitCode.NotPermitted,
        _ => ExitCode.Failed,
    };

    private static async Task<string> ErrorOf(HttpResponseMessage response, CancellationToken cancel)
    {
        var json = response.Content.Headers.ContentType?.MediaType == "application/json";
        var message = json ? await response.Content.ReadFromJsonAsync(LocalJson.Default.ErrorMessage, cancel) : null;
        return message?.Error ?? $"the authority could not do this (status {(int)response.StatusCode}); its log says why";
    }

    private string Unreachable(HttpRequestException error) => error.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.AccessDenied } => $"this user may not open {socket}; its mode should be 0666",
        _ => $"no authority answers at {socket}; start it with: sallyport serve",
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancel);
            return new NetworkStream(connection, ownsSocket: true);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
