using System.Net.Sockets;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Storage;

namespace Sallyport.Authority.Tests.Hosting;

/// <summary>An authority stops while a gate listens to its feed.</summary>
public sealed class StoppingTests : IDisposable
{
    private readonly DirectoryInfo place = Directory.CreateTempSubdirectory("sallyport-stop-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => place.Delete(recursive: true);

    [Fact]
    public async Task the_gates_feed_ends_whole_before_the_store_is_closed()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "the feed is for root and the gate's group");
        var socket = Path.Combine(place.FullName, "authority.sock");
        var feedHasEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var store = new MemoryStore(TimeProvider.System) { BeforeClosing = () => new ValueTask(feedHasEnded.Task) };
        var options = new AuthorityOptions
        {
            StateFolder = Path.Combine(place.FullName, "state"),
            NoticesFolder = Path.Combine(place.FullName, "notices"),
            Socket = socket,
            Radius = new RadiusOptions { Listen = [] },
            Duo = new DuoOptions { Listen = [] },
        };
        var host = await AuthorityHost.StartAsync(options, new AuthorityDependencies { OpenStore = (_, _, _) => Task.FromResult<IStore>(store) }, Cancel);
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, cancel) => ConnectAsync(socket, cancel) });
        using var answer = await http.GetAsync(new Uri("http://authority/v1/logins/stream"), HttpCompletionOption.ResponseHeadersRead, Cancel);
        answer.EnsureSuccessStatusCode();
        await using var feed = await answer.Content.ReadAsStreamAsync(Cancel);

        var stopping = host.DisposeAsync().AsTask();

        // An end that the authority makes is a last chunk; one that is cut off when its patience ends would throw here.
        Assert.Equal(0, await feed.ReadAsync(new byte[1], Cancel));
        Assert.False(stopping.IsCompleted);
        feedHasEnded.SetResult();
        await stopping.WaitAsync(Cancel);
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancel)
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
        return new NetworkStream(connection, ownsSocket: true);
    }
}
