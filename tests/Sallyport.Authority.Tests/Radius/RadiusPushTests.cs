using System.Net;
using System.Text;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Tests.Push;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Radius;

/// <summary>A device chosen in a conversation: the challenge shows the number, Enter looks for the answer.</summary>
public sealed class RadiusPushTests : IDisposable
{
    private readonly RadiusSetup setup = new(beforePassword: PushBeforePassword.Always);
    private readonly TestPhone phone = new("alice");

    public RadiusPushTests() => setup.Store.Change("alice", phone.EnrolTo);

    public void Dispose()
    {
        phone.Dispose();
        setup.Pushes.Dispose();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("push")]
    public async Task an_approval_is_accepted_at_the_next_Enter(string typed)
    {
        var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        Assert.Equal("Code from your authenticator app, or 1 push: ", asked.Text);
        var shown = await setup.AnswerOfAsync(TestRequest.Login("alice", typed, asked.State));
        var push = Sent();
        Assert.Equal($"Pushed a login request to your device: enter {push.Number!.Reveal()} there, then press Enter here: ", shown.Text);

        Assert.Equal(PushResult.Approved, await phone.AnswerAsync(setup.Pushes.Service, push, PushReply.Approve));

        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(TestRequest.Login("alice", "", shown.State))).Code);
        Assert.Equal([AuditKind.PushSent, AuditKind.PushApproved, AuditKind.LoginAllowed], setup.Store.Events.Select(e => e.Kind));
    }

    [Fact]
    public async Task Enter_before_the_answer_waits_a_moment_and_asks_again()
    {
        var shown = await ChooseAsync();
        var entered = setup.AnswerOfAsync(TestRequest.Login("alice", "", shown.State));
        setup.Clock.Advance(TimeSpan.FromSeconds(3));
        var again = await entered;
        Assert.Equal(PacketCode.AccessChallenge, again.Code);
        Assert.Equal(shown.Text, again.Text);

        await phone.AnswerAsync(setup.Pushes.Service, Sent(), PushReply.Approve);

        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(TestRequest.Login("alice", "", again.State))).Code);
    }

    [Fact]
    public async Task an_answer_while_Enter_waits_is_accepted_at_once()
    {
        var shown = await ChooseAsync();
        var entered = setup.AnswerOfAsync(TestRequest.Login("alice", "", shown.State));

        await phone.AnswerAsync(setup.Pushes.Service, Sent(), PushReply.Approve);

        Assert.Equal(PacketCode.AccessAccept, (await entered).Code);
    }

    [Fact]
    public async Task a_denial_is_shown_and_then_rejected()
    {
        var shown = await ChooseAsync();
        await phone.AnswerAsync(setup.Pushes.Service, Sent(), PushReply.NotMe);

        var denied = await setup.AnswerOfAsync(TestRequest.Login("alice", "", shown.State));

        Assert.Equal("The request was denied on the device. Press Enter: ", denied.Text);
        Assert.Equal(PacketCode.AccessReject, (await setup.AnswerOfAsync(TestRequest.Login("alice", "", denied.State))).Code);
    }

    [Fact]
    public async Task a_code_may_be_given_instead()
    {
        var shown = await ChooseAsync();

        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(TestRequest.Login("alice", setup.CodeOf("alice"), shown.State))).Code);
    }

    [Fact]
    public async Task the_State_of_a_wait_is_good_once_and_for_its_own_name()
    {
        var shown = await ChooseAsync();
        await phone.AnswerAsync(setup.Pushes.Service, Sent(), PushReply.Approve);

        Assert.Equal(PacketCode.AccessReject, (await setup.AnswerOfAsync(TestRequest.Login("bob", "", shown.State))).Code);
        Assert.Equal(PacketCode.AccessReject, (await setup.AnswerOfAsync(TestRequest.Login("alice", "", shown.State))).Code);
    }

    [Fact]
    public async Task a_name_that_nobody_has_is_asked_and_waits_and_is_refused_alike()
    {
        // A name whose decoy has a browser, as alice has.
        for (var i = 0; ; i++)
        {
            var asked = await setup.AnswerOfAsync(TestRequest.Login($"guess{i}"));
            if (asked.Text != "Code from your authenticator app, or 1 push: ")
                continue;

            var shown = await setup.AnswerOfAsync(TestRequest.Login($"guess{i}", "1", asked.State));
            Assert.Matches("^Pushed a login request to your device: enter [1-9][0-9] there, then press Enter here: $", shown.Text);
            Assert.True(setup.Pushes.Sent.TryTake(out var sent) && sent.Devices.Count == 0);
            setup.Clock.Advance(TimeSpan.FromMinutes(1));
            var end = await setup.AnswerOfAsync(TestRequest.Login($"guess{i}", "", shown.State));
            Assert.Equal("The request was not approved in time. Connect again to retry. Press Enter: ", end.Text);
            return;
        }
    }

    [Fact]
    public async Task every_text_fits_into_a_Reply_Message()
    {
        setup.Store.Change("alice", p => Enrolling.AddDevice(p, Device.Phone(DeviceId.New(new byte[DeviceId.RandomBytes]), "Mobile", PhoneNumber.Parse("+61491570006")!, setup.Clock.GetUtcNow()), "root"));
        var answer = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        for (var i = 0; answer.Code == PacketCode.AccessChallenge && i < 20; i++)
        {
            Assert.EndsWith(": ", answer.Text, StringComparison.Ordinal);
            Assert.InRange(Encoding.UTF8.GetByteCount(answer.Text!), 1, 252);
            answer = await setup.AnswerOfAsync(TestRequest.Login("alice", "phone9", answer.State));
        }

        Assert.Equal(PacketCode.AccessReject, answer.Code);
    }

    private async Task<TestAnswer> ChooseAsync()
    {
        var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        return await setup.AnswerOfAsync(TestRequest.Login("alice", "1", asked.State));
    }

    private PendingPush Sent() => setup.Pushes.Sent.TryTake(out var sent, TimeSpan.FromSeconds(10)) ? sent.Push : throw new TimeoutException("nothing was sent");
}
