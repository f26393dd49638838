using System.Net;
using System.Text;
using Sallyport.Authority.Radius;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Tests.Radius;

public sealed class ConversationTests
{
    private readonly RadiusSetup setup = new();

    [Fact]
    public async Task an_empty_password_is_asked_for_a_code_and_the_code_is_accepted()
    {
        var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        Assert.Equal(PacketCode.AccessChallenge, asked.Code);
        Assert.Equal("Code from your authenticator app: ", asked.Text);
        Assert.Equal(16, asked.State!.Length);
        Assert.Equal<byte>([0, 0, 0, 1], asked.Find(AttributeType.Prompt)!);

        var accepted = await setup.AnswerOfAsync(TestRequest.Login("alice", setup.CodeOf("alice"), asked.State));
        Assert.Equal(PacketCode.AccessAccept, accepted.Code);
        Assert.Equal(AuditKind.LoginAllowed, Assert.Single(setup.Store.Events).Kind);
    }

    [Fact]
    public async Task a_wrong_code_is_asked_again_with_a_new_state_and_the_third_is_rejected()
    {
        var answer = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        for (var wrong = 0; wrong < 2; wrong++)
        {
            var state = answer.State!;
            answer = await setup.AnswerOfAsync(TestRequest.Login("alice", "000000", state));
            Assert.Equal(PacketCode.AccessChallenge, answer.Code);
            Assert.StartsWith("That code is wrong", answer.Text, StringComparison.Ordinal);
            Assert.NotEqual(state, answer.State);
        }

        answer = await setup.AnswerOfAsync(TestRequest.Login("alice", "000000", answer.State));
        Assert.Equal(PacketCode.AccessReject, answer.Code);
    }

    [Fact]
    public async Task a_right_code_after_a_wrong_one_is_accepted()
    {
        var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        var again = await setup.AnswerOfAsync(TestRequest.Login("alice", "000000", asked.State));
        var accepted = await setup.AnswerOfAsync(TestRequest.Login("alice", setup.CodeOf("alice"), again.State));
        Assert.Equal(PacketCode.AccessAccept, accepted.Code);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task a_code_in_the_first_request_is_answered_in_one_step(bool right)
    {
        var code = right ? setup.CodeOf("alice") : "000000";
        var answer = await setup.AnswerOfAsync(TestRequest.Login("alice", code));
        Assert.Equal(right ? PacketCode.AccessAccept : PacketCode.AccessReject, answer.Code);
    }

    [Fact]
    public async Task a_closed_name_is_shown_why_and_then_rejected_even_with_the_right_code()
    {
        for (var wrong = 0; wrong < 5; wrong++)
            await setup.AnswerOfAsync(TestRequest.Login("alice", "000000"));

        var told = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        Assert.Equal(PacketCode.AccessChallenge, told.Code);
        Assert.Matches("^Too many wrong codes for this name from your network\\. Try again after [0-9]{2}:[0-9]{2} UTC[-+][0-9:]{5}, or enter a recovery or bypass code, or skey line [0-9]+ of [a-z0-9]+ \\(six words\\): $", told.Text);

        var refused = await setup.AnswerOfAsync(TestRequest.Login("alice", setup.CodeOf("alice"), told.State));
        Assert.Matches("^Too many wrong codes for this name from your network\\. Try again after [0-9]{2}:[0-9]{2} UTC[-+][0-9:]{5}\\. Press Enter: $", refused.Text);
        var rejected = await setup.AnswerOfAsync(TestRequest.Login("alice", "", refused.State));
        Assert.Equal(PacketCode.AccessReject, rejected.Code);
        Assert.DoesNotContain(setup.Store.Events, happened => happened.Kind == AuditKind.LoginAllowed);
    }

    [Fact]
    public async Task a_name_that_is_closed_by_its_fifth_wrong_answer_is_told_so_at_once()
    {
        for (var wrong = 0; wrong < 4; wrong++)
            await setup.AnswerOfAsync(TestRequest.Login("alice", "000000"));

        var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        var told = await setup.AnswerOfAsync(TestRequest.Login("alice", "000000", asked.State));
        Assert.StartsWith("Too many wrong codes", told.Text, StringComparison.Ordinal);
        Assert.Equal(PacketCode.AccessReject, (await setup.AnswerOfAsync(TestRequest.Login("alice", "", told.State))).Code);
    }

    [Fact]
    public async Task a_trusted_source_needs_no_code_and_is_audited_as_such()
    {
        await setup.Store.AddNetworkAsync(IPNetwork.Parse("203.0.113.0/24"), "root", TestContext.Current.CancellationToken);
        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(TestRequest.Login("alice"))).Code);
        Assert.Equal(AuditKind.LoginTrustedNetwork, setup.Store.Events[^1].Kind);
    }

    [Theory]
    [InlineData("203.0.113.5", "203.0.113.5")]
    [InlineData("::ffff:203.0.113.5", "203.0.113.5")]
    [InlineData("2001:db8::5", "2001:db8::5")]
    [InlineData("fe80::1%eth0", "fe80::1")]
    [InlineData("laptop.example.org", null)]
    [InlineData("203.0.113.5 ", null)]
    [InlineData("0313.0.113.5", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public async Task the_source_is_the_calling_station_if_that_is_an_address(string? sent, string? expected)
    {
        await setup.AnswerOfAsync(TestRequest.Login("alice", source: sent));
        Assert.Equal(expected, setup.Decided[^1].Attempt.Source?.ToString());
    }

    [Fact]
    public async Task the_host_is_the_client_with_the_identifier_it_sends()
    {
        await setup.AnswerOfAsync(TestRequest.Login("alice"));
        Assert.Equal("here", setup.Decided[^1].Attempt.Host);

        await setup.AnswerOfAsync(TestRequest.Login("alice").With(AttributeType.NasIdentifier, "sskd\n"u8));
        Assert.Equal("here/sskd%0A", setup.Decided[^1].Attempt.Host);
    }

    [Fact]
    public async Task proxy_states_come_back_whole_and_in_order()
    {
        var request = TestRequest.Login("alice").With(AttributeType.ProxyState, 1, 2).With(AttributeType.ProxyState, 3);
        var answer = await setup.AnswerOfAsync(request);
        Assert.Equal([[1, 2], [3]], answer.Attributes.Where(a => a.Type == AttributeType.ProxyState).Select(a => a.Value));
    }

    [Fact]
    public async Task a_signed_status_server_is_answered_and_asks_nothing_of_the_store()
    {
        setup.Store.Fault = new IOException("the disk is gone");
        var answer = await setup.AnswerOfAsync(TestRequest.Empty(code: PacketCode.StatusServer).Signed());
        Assert.Equal(PacketCode.AccessAccept, answer.Code);
        Assert.Null(await setup.SendAsync(TestRequest.Empty(code: PacketCode.StatusServer)));
    }

    [Theory]
    [InlineData("CHAP", (int)AttributeType.ChapPassword, "00")]
    [InlineData("EAP", (int)AttributeType.EapMessage, "0201000401")]
    [InlineData("ARAP", (int)AttributeType.ArapPassword, "00112233445566778899aabbccddeeff")]
    [InlineData("HTTP Digest", (int)AttributeType.DigestResponse, "00112233")]
    [InlineData("MS-CHAP", (int)AttributeType.VendorSpecific, "00000137 0134 0001")]
    [InlineData("MS-CHAP", (int)AttributeType.VendorSpecific, "00000137 1934 0000")]
    [InlineData("MS-CHAP", (int)AttributeType.VendorSpecific, "00000137 0703 00 0b12 00")]
    [InlineData("Authorize-Only", (int)AttributeType.ServiceType, "00000011")]
    [InlineData("Call-Check", (int)AttributeType.ServiceType, "0000000a")]
    public async Task what_cannot_carry_a_code_is_rejected_with_a_sentence(string sentence, int type, string value)
    {
        var bytes = Convert.FromHexString(value.Replace(" ", "", StringComparison.Ordinal));
        var request = TestRequest.Empty().With(AttributeType.UserName, "alice"u8).With((AttributeType)type, bytes).Signed();
        var answer = await setup.AnswerOfAsync(request);
        Assert.Equal(PacketCode.AccessReject, answer.Code);
        Assert.StartsWith(sentence, answer.Text, StringComparison.Ordinal);
        Assert.Empty(setup.Decided);
        Assert.Equal(0, setup.Conversations.Count);
    }

    [Theory]
    [InlineData((int)AttributeType.ServiceType, "0000000a")]
    [InlineData((int)AttributeType.ServiceType, "00000008")]
    [InlineData((int)AttributeType.VendorSpecific, "00000009 0106 61626364")]
    [InlineData((int)AttributeType.VendorSpecific, "00000137 0703 00")]
    [InlineData((int)AttributeType.VendorSpecific, "00000137 0700")]
    public async Task a_password_beside_other_attributes_is_asked_for_a_code(int type, string value)
    {
        var bytes = Convert.FromHexString(value.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(PacketCode.AccessChallenge, (await setup.AnswerOfAsync(TestRequest.Login("alice").With((AttributeType)type, bytes))).Code);
    }

    [Fact]
    public async Task a_conversation_keeps_the_source_of_its_first_request()
    {
        var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        await setup.AnswerOfAsync(TestRequest.Login("alice", "000000", asked.State, source: null));
        Assert.Equal("203.0.113.5", setup.Decided[^1].Attempt.Source?.ToString());

        asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        await setup.AnswerOfAsync(TestRequest.Login("alice", "000000", asked.State, source: "198.51.100.66"));
        Assert.Equal("203.0.113.5", setup.Decided[^1].Attempt.Source?.ToString());
    }

    [Fact]
    public async Task an_accept_carries_the_attributes_of_its_client_and_nothing_else_does()
    {
        var request = TestRequest.Login("alice", "000000", secret: RadiusSetup.OtherSecret).Signed();
        Assert.Null((await setup.AnswerOfAsync(request, RadiusSetup.Gateway)).Find(AttributeType.VendorSpecific));

        request = TestRequest.Login("alice", setup.CodeOf("alice"), secret: RadiusSetup.OtherSecret).Signed();
        var accepted = await setup.AnswerOfAsync(request, RadiusSetup.Gateway);
        Assert.Equal(PacketCode.AccessAccept, accepted.Code);
        Assert.Equal([0, 0, 0x30, 0x44, 1, 7, .. "staff"u8], accepted.Find(AttributeType.VendorSpecific)!);

        var status = TestRequest.Empty(RadiusSetup.OtherSecret, PacketCode.StatusServer).Signed();
        Assert.Null((await setup.AnswerOfAsync(status, RadiusSetup.Gateway)).Find(AttributeType.VendorSpecific));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(3000)]
    [InlineData(3900)]
    public async Task as_much_proxy_state_as_a_packet_holds_comes_back(int bytes)
    {
        var request = TestRequest.Login("alice");
        var sent = new List<byte[]>();
        for (var left = bytes; left > 0; left -= 255)
        {
            sent.Add([.. Enumerable.Repeat((byte)left, Math.Min(253, left))]);
            request.With(AttributeType.ProxyState, sent[^1]);
        }

        var answer = await setup.AnswerOfAsync(request);
        Assert.Equal(PacketCode.AccessChallenge, answer.Code);
        Assert.Equal(sent, answer.Attributes.Where(a => a.Type == AttributeType.ProxyState).Select(a => a.Value));
        Assert.Equal(16, answer.State!.Length);
    }

    [Fact]
    public async Task a_prompt_gives_way_to_proxy_state()
    {
        var request = TestRequest.Login("alice");
        var room = WireSizes.MostPacket - ReplyWriter.LeastBytes;
        for (var left = room; left > 1; left -= 255)
            request.With(AttributeType.ProxyState, new byte[Math.Min(253, left - 2)]);

        var answer = await setup.AnswerOfAsync(request);
        Assert.Equal(PacketCode.AccessChallenge, answer.Code);
        Assert.Null(answer.Text);
        Assert.Equal(16, answer.State!.Length);
    }

    [Fact]
    public async Task a_failing_store_is_silence_and_the_same_packet_is_judged_once_it_works_again()
    {
        var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        var answer = TestRequest.Login("alice", setup.CodeOf("alice"), asked.State);
        setup.Store.Fault = new IOException("the disk is full");
        Assert.Null(await setup.SendAsync(answer));
        Assert.Null(await setup.SendAsync(TestRequest.Login("alice")));
        Assert.Equal(2, setup.Drops.Count(DropReason.StoreFailed));

        setup.Store.Fault = null;
        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(answer)).Code);
    }

    [Fact]
    public void a_prompt_that_is_too_long_is_cut_between_characters()
    {
        var text = new string('é', 200);
        var header = new RequestHeader(1, 0, []);
        var bytes = ReplyWriter.Write(new Reply.Reject(text), header, "secret"u8, Echo.Hidden);
        var message = bytes.AsSpan(20 + 18);
        Assert.Equal(254, message[1]);
        Assert.Equal(new string('é', 126), Encoding.UTF8.GetString(message[2..]));
    }
}
