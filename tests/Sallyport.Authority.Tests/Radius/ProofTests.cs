using Sallyport.Authority.Radius;

namespace Sallyport.Authority.Tests.Radius;

/// <summary>Loopback needs no Message-Authenticator, so there the packet must prove the secret in another way before anything comes of it.</summary>
public sealed class ProofTests
{
    private readonly RadiusSetup setup = new();

    [Fact]
    public async Task of_64_000_made_up_passwords_nothing_is_counted_and_nothing_opened()
    {
        var random = new Random(1);
        var hidden = new byte[16];
        for (var packet = 0; packet < 64_000; packet++)
        {
            random.NextBytes(hidden);
            Assert.Null(await setup.SendAsync(Named().With(AttributeType.UserPassword, hidden)));
        }

        NothingHappened(64_000);
    }

    [Fact]
    public async Task of_66_500_requests_without_a_password_nothing_is_counted_and_nothing_opened()
    {
        var open = await setup.AnswerOfAsync(TestRequest.Login("bob"));
        for (var packet = 0; packet < 66_500; packet++)
            Assert.Null(await setup.SendAsync(Named()));

        Assert.Equal(66_500, setup.Drops.Count(DropReason.NoProofOfSecret));
        Assert.Equal(1, setup.Conversations.Count);
        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(TestRequest.Login("bob", setup.CodeOf("bob"), open.State))).Code);
    }

    [Fact]
    public async Task answers_of_every_length_are_judged_in_a_conversation_that_began_with_a_proof()
    {
        for (var length = 1; length <= 128; length++)
        {
            var asked = await setup.AnswerOfAsync(TestRequest.Login($"name{length}"));
            var decided = setup.Decided.Count;
            var answer = await setup.AnswerOfAsync(TestRequest.Login($"name{length}", new string('A', length), asked.State));
            Assert.Equal(PacketCode.AccessChallenge, answer.Code);
            Assert.Equal(decided + 1, setup.Decided.Count);
        }
    }

    [Fact]
    public async Task an_answer_proved_by_its_state_sent_again_gets_the_same_answer()
    {
        var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        var request = TestRequest.Login("alice", new string('A', 16), asked.State);
        var first = await setup.AnswerOfAsync(request);
        Assert.Equal(first.State, (await setup.AnswerOfAsync(request)).State);
        Assert.Single(setup.Store.Events);
    }

    [Fact]
    public async Task a_state_proves_nothing_once_it_was_answered()
    {
        var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
        await setup.AnswerOfAsync(TestRequest.Login("alice", new string('A', 16), asked.State));
        Assert.Null(await setup.SendAsync(TestRequest.Login("alice", new string('B', 16), asked.State)));
        Assert.Equal(1, setup.Drops.Count(DropReason.NoProofOfSecret));
    }

    [Theory]
    [InlineData("123456")]
    [InlineData("12345678")]
    [InlineData("abcde")]
    public async Task a_code_in_an_unsigned_first_request_proves_itself(string code) =>
        Assert.Equal(PacketCode.AccessReject, (await setup.AnswerOfAsync(TestRequest.Login("alice", code))).Code);

    [Fact]
    public async Task a_password_without_bytes_is_an_empty_one_where_the_secret_is_proved()
    {
        var asked = await setup.AnswerOfAsync(Named().With(AttributeType.UserPassword).Signed());
        Assert.Equal(PacketCode.AccessChallenge, asked.Code);
        // Enter at the prompt: asked anew, by the State alone.
        var again = await setup.AnswerOfAsync(Named().With(AttributeType.UserPassword).With(AttributeType.State, asked.State!));
        Assert.Equal(PacketCode.AccessChallenge, again.Code);
    }

    [Fact]
    public async Task a_signed_request_without_any_password_begins_like_one_with_an_empty_one() =>
        Assert.Equal(PacketCode.AccessChallenge, (await setup.AnswerOfAsync(Named().Signed())).Code);

    [Theory]
    [InlineData(16, 16, false)]
    [InlineData(16, 9, false)]
    [InlineData(16, 8, true)]
    [InlineData(16, 0, true)]
    [InlineData(32, 25, false)]
    [InlineData(32, 24, true)]
    [InlineData(128, 128, false)]
    [InlineData(0, 0, false)]
    public void eight_nuls_at_the_end_are_a_proof(int hidden, int revealed, bool proves) =>
        Assert.Equal(proves, PasswordPadding.Proves(hidden, revealed));

    private static TestRequest Named() => TestRequest.Empty().With(AttributeType.UserName, "alice"u8).With(AttributeType.CallingStationId, "203.0.113.5"u8);

    private void NothingHappened(int dropped)
    {
        Assert.Equal(dropped, setup.Drops.Count(DropReason.NoProofOfSecret));
        Assert.Empty(setup.Decided);
        Assert.Empty(setup.Store.Events);
        Assert.Equal(0, setup.Conversations.Count);
    }
}
