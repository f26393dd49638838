using System.Net;
using Sallyport.Authority.Radius;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Tests.Radius;

public sealed class DuplicateTests
{
    private readonly RadiusSetup setup = new();

    [Fact]
    public async Task a_request_sent_again_gets_the_same_bytes_and_no_second_guess()
    {
        var request = TestRequest.Login("alice", "000000").Bytes;
        var first = await SendAsync(request);
        Assert.Same(first, await SendAsync(request));
        Assert.Single(setup.Store.Events, happened => happened.Kind == AuditKind.CodeWrong);
    }

    [Fact]
    public async Task an_accepted_answer_sent_again_is_accepted_again_because_its_first_accept_was_lost()
    {
        var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        var answer = TestRequest.Login("alice", setup.CodeOf("alice"), asked.State);
        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(answer)).Code);
        setup.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(answer)).Code);
        Assert.Single(setup.Store.Events);
    }

    [Fact]
    public async Task after_half_a_minute_an_accepted_answer_sent_again_is_rejected()
    {
        var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        var answer = TestRequest.Login("alice", setup.CodeOf("alice"), asked.State);
        await setup.AnswerOfAsync(answer);
        setup.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(PacketCode.AccessReject, (await setup.AnswerOfAsync(answer)).Code);
    }

    [Fact]
    public async Task an_accepted_answer_captured_and_sent_from_another_port_is_rejected()
    {
        var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        var answer = TestRequest.Login("alice", setup.CodeOf("alice"), asked.State);
        await setup.AnswerOfAsync(answer);
        var elsewhere = new IPEndPoint(RadiusSetup.Loopback.Address, 50_000);
        Assert.Equal(PacketCode.AccessReject, (await setup.AnswerOfAsync(answer, elsewhere)).Code);
    }

    [Fact]
    public async Task the_same_header_with_another_name_is_another_request()
    {
        var request = TestRequest.Login("alice", setup.CodeOf("alice"));
        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(request)).Code);

        var bytes = request.Bytes;
        "carol"u8.CopyTo(bytes.AsSpan(22));
        Assert.Equal((byte)PacketCode.AccessReject, (await SendAsync(bytes))![0]);
    }

    [Fact]
    public async Task a_request_sent_again_while_it_is_being_decided_is_dropped_and_decided_once()
    {
        var release = new TaskCompletionSource();
        setup.Store.BeforeCommit = () => new ValueTask(release.Task);
        var request = TestRequest.Login("alice", "000000");
        var first = setup.AnswerOfAsync(request);
        Assert.Null(await setup.SendAsync(request));
        Assert.Equal(1, setup.Drops.Count(DropReason.InProgress));

        release.SetResult();
        Assert.Equal(PacketCode.AccessReject, (await first).Code);
        Assert.Single(setup.Store.Events);
    }

    [Fact]
    public async Task more_requests_at_a_time_than_allowed_are_dropped_and_may_come_again()
    {
        var few = new RadiusSetup(new RadiusLimits { MostInFlightOfClient = 1 });
        var release = new TaskCompletionSource();
        few.Store.BeforeCommit = () => new ValueTask(release.Task);
        var first = few.AnswerOfAsync(TestRequest.Login("alice", "000000"));
        var second = TestRequest.Login("bob", "000000");
        Assert.Null(await few.SendAsync(second));
        Assert.Equal(1, few.Drops.Count(DropReason.TooBusy));

        release.SetResult();
        await first;
        Assert.Equal(PacketCode.AccessReject, (await few.AnswerOfAsync(second)).Code);
    }

    [Fact]
    public async Task of_too_many_answers_the_oldest_is_forgotten()
    {
        var few = new RadiusSetup(new RadiusLimits { MostDuplicatesOfClient = 2 });
        var requests = Enumerable.Range(0, 4).Select(_ => TestRequest.Login("alice")).ToList();
        var states = new List<byte[]?>();
        foreach (var request in requests)
            states.Add((await few.AnswerOfAsync(request)).State);

        Assert.Equal(states[3], (await few.AnswerOfAsync(requests[3])).State);
        Assert.NotEqual(states[0], (await few.AnswerOfAsync(requests[0])).State);
    }

    private async Task<byte[]?> SendAsync(byte[] bytes) =>
        await setup.Exchange.HandleAsync(bytes, Peer.Of(RadiusSetup.Loopback), TestContext.Current.CancellationToken);
}
