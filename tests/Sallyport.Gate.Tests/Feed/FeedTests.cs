using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Feed;

namespace Sallyport.Gate.Tests.Feed;

public sealed class FeedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("""{"at":"2026-11-20T18:30:00Z","outcome":"success","source":"192.0.2.7"}""", "192.0.2.7", LoginOutcome.Success)]
    [InlineData("""{"source":"::ffff:192.0.2.7","outcome":"wrong-user"}""", "192.0.2.7", LoginOutcome.WrongUser)]
    [InlineData("""{"outcome":"password-next","source":"192.0.2.7"}""", "192.0.2.7", LoginOutcome.PasswordNext)]
    [InlineData("""{"outcome":"denied-push","source":"2001:db8::1","more":{"to":"come"}}""", "2001:db8::1", LoginOutcome.DeniedPush)]
    internal void a_line_of_the_feed_is_read(string line, string source, LoginOutcome outcome)
    {
        var read = FeedLine.TryParse(line);
        Assert.Equal((source, outcome), (read?.Source.ToString(), read?.Outcome));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"outcome":"success"}""")]
    [InlineData("""{"outcome":"success","source":"10"}""")]
    [InlineData("""{"outcome":"success","source":7}""")]
    [InlineData("""{"outcome":"no-login","source":"192.0.2.7"}""")]
    [InlineData("""{"outcome":"later","source":"192.0.2.7"}""")]
    [InlineData("""{"outcome":"\ud800","source":"192.0.2.7"}""")]
    [InlineData("""{"outcome":[[[[[[]]]]]],"source":"192.0.2.7"}""")]
    public void what_is_not_understood_is_passed_over(string line) => Assert.Null(FeedLine.TryParse(line));

    [Fact]
    public async Task the_feed_is_read_line_by_line_and_taken_up_again_when_it_breaks()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var stop = new CancellationTokenSource(Patience);
        var target = new Target();
        var client = new FeedClient(new AuthorityFeed(new Uri("unix:" + path), null, null), target, new HastyTime(), NullLogger.Instance).RunAsync(stop.Token);
        try
        {
            using (var first = await listener.AcceptAsync(stop.Token))
            {
                Assert.StartsWith("GET /v1/logins/stream HTTP/1.1", await RequestAsync(first, stop.Token), StringComparison.Ordinal);
                await SendAsync(first, "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n{\"outcome\":\"succ", stop.Token);
                Assert.Equal("up", await target.NextAsync(stop.Token));
                await SendAsync(first, "ess\",\"source\":\"192.0.2.7\"}\n\nnonsense\n{\"outcome\":\"wrong-code\",\"source\":\"192.0.2.8\"}\n", stop.Token);
                Assert.Equal("192.0.2.7 Success", await target.NextAsync(stop.Token));
                Assert.Equal("192.0.2.8 WrongCode", await target.NextAsync(stop.Token));
            }

            Assert.Equal("down", await target.NextAsync(stop.Token));
            using (var second = await listener.AcceptAsync(stop.Token))
            {
                await RequestAsync(second, stop.Token);
                await SendAsync(second, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", stop.Token);
                Assert.Equal("down", await target.NextAsync(stop.Token));
            }

            using var third = await listener.AcceptAsync(stop.Token);
            await RequestAsync(third, stop.Token);
            await SendAsync(third, "HTTP/1.1 200 OK\r\n\r\n" + new string('x', 10_000), stop.Token);
            Assert.Equal("up", await target.NextAsync(stop.Token));
            Assert.Equal("down", await target.NextAsync(stop.Token));
        }
        finally
        {
            await stop.CancelAsync();
            await client;
            File.Delete(path);
        }
    }

    private static async Task<string> RequestAsync(Socket socket, CancellationToken cancel)
    {
        var buffer = new byte[4096];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, cancel));
    }

    private static async Task SendAsync(Socket socket, string text, CancellationToken cancel) => await socket.SendAsync(Encoding.ASCII.GetBytes(text), cancel);

    private sealed class Target : IFeedTarget
    {
        private readonly Channel<string> events = Channel.CreateUnbounded<string>();

        public void FeedIsUp() => events.Writer.TryWrite("up");

        public void FeedIsDown() => events.Writer.TryWrite("down");

        public void Report(FeedLine line) => events.Writer.TryWrite($"{line.Source} {line.Outcome}");

        public ValueTask<string> NextAsync(CancellationToken cancel) => events.Reader.ReadAsync(cancel);
    }

    /// <summary>Every delay is over at once.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
