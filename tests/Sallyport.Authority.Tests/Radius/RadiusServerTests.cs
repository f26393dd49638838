using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Radius;

namespace Sallyport.Authority.Tests.Radius;

public sealed class RadiusServerTests
{
    private readonly RadiusSetup setup = new();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task a_whole_conversation_goes_over_udp(string address)
    {
        await using var server = await StartAsync(new IPEndPoint(IPAddress.Parse(address), 0));
        using var client = new UdpClient(server.EndPoints.Single().AddressFamily);
        client.Connect(server.EndPoints.Single());

        var asked = await AskAsync(client, TestRequest.Login("alice"));
        var accepted = await AskAsync(client, TestRequest.Login("alice", setup.CodeOf("alice"), asked.State));
        Assert.Equal(PacketCode.AccessAccept, accepted.Code);
    }

    [Fact]
    public async Task two_hundred_at_once_with_one_code_let_exactly_one_in()
    {
        await using var server = await StartAsync(new IPEndPoint(IPAddress.Loopback, 0));
        var code = setup.CodeOf("alice");
        var codes = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            using var client = new UdpClient(AddressFamily.InterNetwork);
            client.Connect(server.EndPoints.Single());
            var asked = await AskAsync(client, TestRequest.Login("alice"));
            return (await AskAsync(client, TestRequest.Login("alice", code, asked.State))).Code;
        }));
        Assert.Single(codes, PacketCode.AccessAccept);
    }

    [Fact]
    public async Task an_address_in_use_is_named_in_the_error()
    {
        await using var first = await StartAsync(new IPEndPoint(IPAddress.Loopback, 0));
        var taken = first.EndPoints.Single();
        var error = await Assert.ThrowsAsync<IOException>(() => StartAsync(taken));
        Assert.Contains($"cannot listen on UDP {taken} for RADIUS: address already in use", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_stopped_server_answers_nothing_and_stops_twice()
    {
        var server = await StartAsync(new IPEndPoint(IPAddress.Loopback, 0));
        await server.StopAsync(TestContext.Current.CancellationToken);
        await server.DisposeAsync();
        Assert.Empty(server.EndPoints);
    }

    [Fact]
    public async Task a_fault_that_nobody_thought_of_costs_its_packet_and_no_loop()
    {
        using var clock = new FaultyClock();
        await using var server = await StartAsync(new IPEndPoint(IPAddress.Loopback, 0), clock);
        using var client = new UdpClient(AddressFamily.InterNetwork);
        client.Connect(server.EndPoints.Single());

        // No less than there are loops: each fault would end one.
        for (var fault = 0; fault < FaultyClock.Faults; fault++)
        {
            await client.SendAsync(new byte[3], TestContext.Current.CancellationToken);
            Assert.True(await clock.Thrown.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        }

        Assert.Equal(PacketCode.AccessChallenge, (await AskAsync(client, TestRequest.Login("alice"))).Code);
    }

    private async Task<RadiusServer> StartAsync(IPEndPoint listen, TimeProvider? clock = null)
    {
        var options = new RadiusOptions { Listen = [listen] };
        var server = new RadiusServer(options, RadiusSetup.Clients, setup.Logins, setup.Pushes.Logins, clock ?? setup.Clock, NullLogger<RadiusServer>.Instance);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    private static async Task<TestAnswer> AskAsync(UdpClient client, TestRequest request)
    {
        await client.SendAsync(request.Bytes, TestContext.Current.CancellationToken);
        var received = await client.ReceiveAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        return TestAnswer.Read(received.Buffer, request);
    }

    /// <summary>The real time, after it has failed some times.</summary>
    private sealed class FaultyClock : TimeProvider, IDisposable
    {
        public const int Faults = 8;

        private int asked;

        public SemaphoreSlim Thrown { get; } = new(0);

        public override long GetTimestamp()
        {
            if (Interlocked.Increment(ref asked) > Faults)
                return base.GetTimestamp();
            Thrown.Release();
            throw new InvalidOperationException("the clock is broken");
        }

        public void Dispose() => Thrown.Dispose();
    }
}
