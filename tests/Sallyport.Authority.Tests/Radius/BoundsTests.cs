using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Tests.Radius;

public sealed class BoundsTests
{
    private static readonly RadiusClient Client = new("here", [], new Secret("0123456789abcdef"));
    private static readonly RadiusClient Other = new("there", [], new Secret("0123456789abcdef"));

    [Fact]
    public void of_too_many_open_conversations_the_oldest_is_closed()
    {
        var clock = new TestClock();
        var conversations = new Conversations(new RadiusLimits { MostConversations = 2 }, clock);
        var states = Enumerable.Range(0, 3).Select(_ => conversations.Start(new Conversation("alice", Client, 0, ConversationStage.Asked))).ToList();
        Assert.Equal(2, conversations.Count);
        Assert.Null(conversations.Take(states[0], "alice", Client));
        Assert.NotNull(conversations.Take(states[1], "alice", Client));
        Assert.NotNull(conversations.Take(states[2], "alice", Client));
        Assert.Equal(0, conversations.Count);
    }

    [Fact]
    public void a_name_with_too_many_conversations_closes_its_own_oldest()
    {
        var conversations = new Conversations(new RadiusLimits { MostConversationsOfName = 2 }, new TestClock());
        var bob = conversations.Start(new Conversation("bob", Client, 0, ConversationStage.Asked));
        var states = Enumerable.Range(0, 3).Select(_ => conversations.Start(new Conversation("alice", Client, 0, ConversationStage.Asked))).ToList();
        Assert.Null(conversations.Take(states[0], "alice", Client));
        Assert.NotNull(conversations.Take(states[1], "alice", Client));
        Assert.NotNull(conversations.Take(states[2], "alice", Client));
        Assert.NotNull(conversations.Take(bob, "bob", Client));
    }

    [Fact]
    public void a_client_with_too_many_conversations_closes_its_own_oldest()
    {
        var conversations = new Conversations(new RadiusLimits { MostConversationsOfClient = 2 }, new TestClock());
        var neighbour = conversations.Start(new Conversation("bob", Other, 0, ConversationStage.Asked));
        var states = Enumerable.Range(0, 3).Select(number => conversations.Start(new Conversation($"name{number}", Client, 0, ConversationStage.Asked))).ToList();
        Assert.Null(conversations.Take(states[0], "name0", Client));
        Assert.NotNull(conversations.Take(states[1], "name1", Client));
        Assert.NotNull(conversations.Take(states[2], "name2", Client));
        Assert.NotNull(conversations.Take(neighbour, "bob", Other));
    }

    [Fact]
    public void when_all_clients_together_have_too_many_the_one_with_the_most_closes_its_oldest()
    {
        var conversations = new Conversations(new RadiusLimits { MostConversations = 3 }, new TestClock());
        var neighbour = conversations.Start(new Conversation("bob", Other, 0, ConversationStage.Asked));
        var states = Enumerable.Range(0, 3).Select(number => conversations.Start(new Conversation($"name{number}", Client, 0, ConversationStage.Asked))).ToList();
        Assert.Equal(3, conversations.Count);
        Assert.Null(conversations.Take(states[0], "name0", Client));
        Assert.NotNull(conversations.Take(neighbour, "bob", Other));
    }

    [Fact]
    public void expired_conversations_are_cleared_away_by_the_next()
    {
        var clock = new TestClock();
        var conversations = new Conversations(new RadiusLimits(), clock);
        for (var i = 0; i < 10; i++)
            conversations.Start(new Conversation("alice", Client, 0, ConversationStage.Asked));
        clock.Advance(TimeSpan.FromSeconds(121));
        conversations.Start(new Conversation("alice", Client, 0, ConversationStage.Asked));
        Assert.Equal(1, conversations.Count);
    }

    [Fact]
    public async Task a_flood_of_bad_packets_is_one_line_in_ten_seconds_with_their_number()
    {
        var setup = new RadiusSetup();
        for (var i = 0; i < 1000; i++)
            await setup.SendAsync(TestRequest.Login("alice"), RadiusSetup.Unlisted);
        setup.Clock.Advance(TimeSpan.FromSeconds(11));
        await setup.SendAsync(TestRequest.Login("alice"), RadiusSetup.Unlisted);

        Assert.Equal(
            [
                "RADIUS: 1 packets without an answer: UnknownClient, the last from 198.51.100.9:40003",
                "RADIUS: 1000 packets without an answer: UnknownClient, the last from 198.51.100.9:40003",
            ],
            setup.Log.Lines);
        Assert.Equal(1001, setup.Drops.Count(DropReason.UnknownClient));
    }

    [Theory]
    [InlineData("192.0.2.7", "narrow")]
    [InlineData("::ffff:192.0.2.7", "narrow")]
    [InlineData("192.0.2.8", "wide")]
    [InlineData("192.0.3.7", null)]
    [InlineData("2001:db8::1", "six")]
    [InlineData("::1", null)]
    public void the_narrowest_network_is_the_client(string address, string? expected)
    {
        var clients = new RadiusClients([Of("wide", "192.0.2.0/24"), Of("narrow", "192.0.2.7/32"), Of("six", "2001:db8::/32")]);
        Assert.Equal(expected, clients.Find(Peer.Of(new IPEndPoint(IPAddress.Parse(address), 1)))?.Name);

        static RadiusClient Of(string name, string network) => new(name, [IPNetwork.Parse(network)], Client.Secret);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.255.255.254", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("128.0.0.1", false)]
    [InlineData("::2", false)]
    [InlineData("::7f00:1", false)]
    public void only_loopback_is_loopback(string address, bool expected) =>
        Assert.Equal(expected, Peer.Of(new IPEndPoint(IPAddress.Parse(address), 1)).IsLoopback);

    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("2001:db8::7")]
    public void a_peer_is_read_from_the_kernels_form_of_an_address(string address)
    {
        var endPoint = new IPEndPoint(IPAddress.Parse(address), 40_123);
        Assert.Equal(Peer.Of(endPoint), Peer.Of(endPoint.Serialize()));
        Assert.Equal(endPoint.ToString(), Peer.Of(endPoint).ToString());
    }

    [Fact]
    public void secrets_are_read_from_files_and_short_or_missing_ones_are_named()
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-radius-");
        try
        {
            var (good, brief, none) = (Path.Combine(folder.FullName, "good"), Path.Combine(folder.FullName, "brief"), Path.Combine(folder.FullName, "none"));
            File.WriteAllText(good, "0123456789abcdef\nignored\n");
            File.WriteAllText(brief, "short\n");
            var (clients, faults) = ClientSecrets.Read(
                [new RadiusClientOptions("good", [], good), new RadiusClientOptions("brief", [], brief), new RadiusClientOptions("none", [], none)]);

            Assert.Equal("0123456789abcdef", Assert.Single(clients).Secret.Reveal());
            Assert.Equal(2, faults.Length);
            Assert.Contains("RADIUS client brief has fewer than 16 characters", faults[0], StringComparison.Ordinal);
            Assert.Contains("RADIUS client none cannot be read", faults[1], StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void a_name_with_too_much_waiting_is_dropped_before_its_proof_is_looked_at_and_no_other_name()
    {
        var setup = new RadiusSetup();
        var peer = Peer.Of(RadiusSetup.Loopback);
        var wrong = TestRequest.Login("alice", "000000", secret: "another secret of theirs");

        Assert.Null(setup.Exchange.TakeIn(wrong.Bytes, peer, (_, user) => user == "alice", out var answer));
        Assert.Null(answer);
        Assert.Equal(1, setup.Drops.Count(DropReason.TooBusy));
        Assert.NotNull(setup.Exchange.TakeIn(TestRequest.Login("bob", "000000").Bytes, peer, (_, user) => user == "alice", out _));
        Assert.Equal(1, setup.Drops.Count(DropReason.TooBusy));
    }
}
