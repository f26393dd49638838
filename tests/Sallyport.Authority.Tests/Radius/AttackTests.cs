using System.Buffers.Binary;
using System.Net;
using Sallyport.Authority.Radius;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Tests.Radius;

/// <summary>Each row is an attack. None may let anybody in; it ends in silence, or in a Reject.</summary>
public sealed class AttackTests
{
    private static readonly Dictionary<string, Func<RadiusSetup, Task<TestAnswer?>>> Rejected = new(StringComparer.Ordinal)
    {
        ["State replayed after it let somebody in"] = async setup =>
        {
            var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
            await setup.AnswerOfAsync(TestRequest.Login("alice", setup.CodeOf("alice"), asked.State));
            setup.Clock.Advance(TimeSpan.FromSeconds(30));
            return await setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("alice"), asked.State));
        },
        ["State replayed after a wrong answer"] = async setup =>
        {
            var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
            await setup.AnswerOfAsync(TestRequest.Login("alice", "000000", asked.State));
            return await setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("alice"), asked.State));
        },
        ["State of another user"] = async setup =>
        {
            var asked = await setup.AnswerOfAsync(TestRequest.Login("bob"));
            return await setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("alice"), asked.State));
        },
        ["State of another user, code of the State's user"] = async setup =>
        {
            var asked = await setup.AnswerOfAsync(TestRequest.Login("bob"));
            return await setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("bob"), asked.State));
        },
        ["State of another client"] = async setup =>
        {
            var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
            var answer = TestRequest.Login("alice", setup.CodeOf("alice"), asked.State, RadiusSetup.OtherSecret).Signed();
            return await setup.SendAsync(answer, RadiusSetup.Gateway);
        },
        ["State that has expired"] = async setup =>
        {
            var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
            setup.Clock.Advance(TimeSpan.FromSeconds(121));
            return await setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("alice"), asked.State));
        },
        ["State that is guessed"] = setup => setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("alice"), new byte[16])),
        ["State that is too short"] = setup => setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("alice"), [1])),
        ["State that is too long"] = async setup =>
        {
            var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
            return await setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("alice"), [.. asked.State!, 0]));
        },
        ["code used twice"] = async setup =>
        {
            await setup.AnswerOfAsync(TestRequest.Login("alice", setup.CodeOf("alice")));
            return await setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("alice")));
        },
        ["code of another user"] = setup => setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("bob"))),
        ["code followed by NUL and more"] = setup => setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("alice") + "\0x").Signed()),
        ["10,000 characters"] = setup => setup.SendAsync(TestRequest.Login("alice", new string('7', 10_000)).Signed()),
        ["10,000 characters, the code after the cut"] = setup => setup.SendAsync(TestRequest.Login("alice", new string('x', 9_994) + setup.CodeOf("alice")).Signed()),
        ["code that is not UTF-8"] = setup => setup.SendAsync(
            TestRequest.Empty().With(AttributeType.UserName, "alice"u8).WithPassword([0xff, 0xfe, 0xc0, 0x80, 0x80]).Signed()),
        ["name with a NUL after it"] = setup => setup.SendAsync(TestRequest.Login("alice\0", setup.CodeOf("alice"))),
        ["name in another case"] = setup => setup.SendAsync(TestRequest.Login("Alice", setup.CodeOf("alice"))),
        ["name with its percent form"] = setup => setup.SendAsync(TestRequest.Login("%61lice", setup.CodeOf("alice"))),
        ["name that nobody has"] = setup => setup.SendAsync(TestRequest.Login("mallory", setup.CodeOf("alice"))),
        ["answer to a refusal"] = async setup =>
        {
            for (var wrong = 0; wrong < 5; wrong++)
                await setup.AnswerOfAsync(TestRequest.Login("alice", "000000"));
            var asked = await setup.AnswerOfAsync(TestRequest.Login("alice"));
            var told = await setup.AnswerOfAsync(TestRequest.Login("alice", setup.CodeOf("alice"), asked.State));
            setup.Clock.Advance(TimeSpan.FromSeconds(100));
            return await setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("alice"), told.State));
        },
    };

    private static readonly Dictionary<string, (DropReason Reason, Func<RadiusSetup, Task<TestAnswer?>> Act)> Dropped = new(StringComparer.Ordinal)
    {
        ["unlisted client"] = (DropReason.UnknownClient, setup => setup.SendAsync(Right(setup).Signed(), RadiusSetup.Unlisted)),
        ["no Message-Authenticator from the network"] = (DropReason.NoMessageAuthenticator, setup =>
            setup.SendAsync(Right(setup, RadiusSetup.OtherSecret), RadiusSetup.Gateway)),
        ["Message-Authenticator made without the secret"] = (DropReason.WrongMessageAuthenticator, setup =>
            setup.SendAsync(Right(setup, "not the secret of the gateway").Signed(), RadiusSetup.Gateway)),
        ["Message-Authenticator made with another client's secret"] = (DropReason.WrongMessageAuthenticator, setup =>
            setup.SendAsync(Right(setup).Signed(), RadiusSetup.Gateway)),
        ["wrong Message-Authenticator from loopback"] = (DropReason.WrongMessageAuthenticator, setup =>
            setup.SendAsync(Right(setup).With(AttributeType.MessageAuthenticator, new byte[16]))),
        ["attribute added after signing"] = (DropReason.WrongMessageAuthenticator, setup =>
            setup.SendAsync(Right(setup, RadiusSetup.OtherSecret).Signed().With(AttributeType.ProxyState, new byte[8]), RadiusSetup.Gateway)),
        ["short Message-Authenticator"] = (DropReason.BadAttribute, setup =>
            setup.SendAsync(Right(setup, RadiusSetup.OtherSecret).With(AttributeType.MessageAuthenticator, new byte[15]), RadiusSetup.Gateway)),
        ["empty Message-Authenticator"] = (DropReason.BadAttribute, setup =>
            setup.SendAsync(Right(setup, RadiusSetup.OtherSecret).With(AttributeType.MessageAuthenticator), RadiusSetup.Gateway)),
        ["two Message-Authenticators"] = (DropReason.RepeatedAttribute, setup =>
            setup.SendAsync(Right(setup).Signed().With(AttributeType.MessageAuthenticator, new byte[16]))),
        ["unsigned Status-Server"] = (DropReason.NoMessageAuthenticator, setup =>
            setup.SendAsync(TestRequest.Empty(code: PacketCode.StatusServer))),
        ["header cut short"] = (DropReason.Truncated, setup => SendRawAsync(setup, Right(setup).Bytes[..19])),
        ["nothing at all"] = (DropReason.Truncated, setup => SendRawAsync(setup, [])),
        ["packet cut short"] = (DropReason.Truncated, setup => SendRawAsync(setup, Right(setup).Bytes[..^1])),
        ["length that ends in the header"] = (DropReason.BadLength, setup => SendRawAsync(setup, WithLength(Right(setup).Bytes, 19))),
        ["length of 65535"] = (DropReason.BadLength, setup => SendRawAsync(setup, WithLength(Right(setup).Bytes, 65535))),
        ["4097 bytes"] = (DropReason.BadLength, setup => SendRawAsync(setup, WithLength(new byte[4097], 4097))),
        ["length that cuts an attribute"] = (DropReason.BadAttribute, setup => SendRawAsync(setup, WithLength(Right(setup).Bytes, 24))),
        ["attribute of length 0"] = (DropReason.BadAttribute, setup => setup.SendAsync(Right(setup).WithRaw(26, 0))),
        ["attribute of length 1"] = (DropReason.BadAttribute, setup => setup.SendAsync(Right(setup).WithRaw(26, 1, 0))),
        ["attribute that is only a type"] = (DropReason.BadAttribute, setup => setup.SendAsync(Right(setup).WithRaw(26))),
        ["attribute past the packet"] = (DropReason.BadAttribute, setup => setup.SendAsync(Right(setup).WithRaw(26, 255, 1, 2, 3))),
        ["two names"] = (DropReason.RepeatedAttribute, setup => setup.SendAsync(Right(setup).With(AttributeType.UserName, "bob"u8))),
        ["two passwords"] = (DropReason.RepeatedAttribute, setup => setup.SendAsync(Right(setup).WithPassword("123456"u8))),
        ["two States"] = (DropReason.RepeatedAttribute, setup =>
            setup.SendAsync(Right(setup).With(AttributeType.State, new byte[16]).With(AttributeType.State, new byte[16]))),
        ["two sources"] = (DropReason.RepeatedAttribute, setup => setup.SendAsync(Right(setup).With(AttributeType.CallingStationId, "127.0.0.1"u8))),
        ["no name"] = (DropReason.NoUserName, setup => setup.SendAsync(TestRequest.Empty().WithPassword("123456"u8))),
        ["empty name"] = (DropReason.NoUserName, setup => setup.SendAsync(TestRequest.Empty().With(AttributeType.UserName).WithPassword("123456"u8))),
        ["password of no bytes, without a proof"] = (DropReason.NoProofOfSecret, setup => setup.SendAsync(Named().With(AttributeType.UserPassword))),
        ["no password, without a proof"] = (DropReason.NoProofOfSecret, setup => setup.SendAsync(Named())),
        ["no password and a guessed State"] = (DropReason.NoProofOfSecret, setup => setup.SendAsync(Named().With(AttributeType.State, new byte[16]))),
        ["a long answer and a guessed State"] = (DropReason.NoProofOfSecret, setup =>
            setup.SendAsync(TestRequest.Login("alice", new string('7', 16), new byte[16]))),
        ["a long answer without a State"] = (DropReason.NoProofOfSecret, setup => setup.SendAsync(TestRequest.Login("alice", new string('7', 16)))),
        ["an answer that leaves seven NULs"] = (DropReason.NoProofOfSecret, setup => setup.SendAsync(TestRequest.Login("alice", "123456789"))),
        ["one block sent eight times, under its own mask"] = (DropReason.NoProofOfSecret, setup =>
        {
            // With the authenticator for a block too, all eight are revealed with the same mask: eight readable blocks are no more proof than one.
            var named = Named();
            byte[] block = named.Authenticator;
            return setup.SendAsync(named.With(AttributeType.UserPassword, [.. block, .. block, .. block, .. block, .. block, .. block, .. block, .. block]));
        }),
        ["EAP without a Message-Authenticator"] = (DropReason.NoMessageAuthenticator, setup =>
            setup.SendAsync(Named().With(AttributeType.EapMessage, new byte[5]))),
        ["password of 15 bytes"] = (DropReason.BadPassword, setup => setup.SendAsync(Named().With(AttributeType.UserPassword, new byte[15]))),
        ["password of 144 bytes"] = (DropReason.BadPassword, setup => setup.SendAsync(Named().With(AttributeType.UserPassword, new byte[144]))),
        ["password hidden with another secret"] = (DropReason.NoProofOfSecret, setup => setup.SendAsync(TestRequest.Login("alice", new string('7', 128), secret: "not the secret"))),
        ["Accounting-Request"] = (DropReason.OtherCode, setup => setup.SendAsync(TestRequest.Empty(code: (PacketCode)4))),
        ["Access-Accept sent to the server"] = (DropReason.OtherCode, setup => setup.SendAsync(TestRequest.Empty(code: PacketCode.AccessAccept))),
        ["Disconnect-Request"] = (DropReason.OtherCode, setup => setup.SendAsync(TestRequest.Empty(code: (PacketCode)40))),
        ["more Proxy-State than an answer holds"] = (DropReason.TooMuchProxyState, setup =>
        {
            var request = Right(setup);
            while (request.Bytes.Length < WireSizes.MostPacket)
                request.With(AttributeType.ProxyState, new byte[Math.Min(253, WireSizes.MostPacket - request.Bytes.Length - 2)]);
            return setup.SendAsync(request);
        }),
    };

    public static TheoryData<string> RejectedNames { get; } = [.. Rejected.Keys];

    public static TheoryData<string> DroppedNames { get; } = [.. Dropped.Keys];

    [Theory]
    [MemberData(nameof(RejectedNames))]
    public async Task it_is_rejected(string attack)
    {
        var setup = new RadiusSetup();
        var answer = await Rejected[attack](setup);
        Assert.Equal(PacketCode.AccessReject, answer!.Code);
        Assert.True(Logins(setup) <= (attack.Contains("let somebody in", StringComparison.Ordinal) || attack == "code used twice" ? 1 : 0), attack);
    }

    [Theory]
    [MemberData(nameof(DroppedNames))]
    public async Task it_is_dropped_and_counted(string attack)
    {
        var setup = new RadiusSetup();
        Assert.Null(await Dropped[attack].Act(setup));
        Assert.Equal(1, setup.Drops.Count(Dropped[attack].Reason));
        Assert.Single(setup.Log.Lines);
        Assert.Empty(setup.Decided);
        Assert.Equal(0, Logins(setup));
        Assert.Equal(0, setup.Conversations.Count);
    }

    private static int Logins(RadiusSetup setup) => setup.Store.Events.Count(happened => happened.Kind == AuditKind.LoginAllowed);

    private static TestRequest Named() => TestRequest.Empty().With(AttributeType.UserName, "alice"u8);

    /// <summary>A request that would be let in.</summary>
    private static TestRequest Right(RadiusSetup setup, string secret = RadiusSetup.Secret) =>
        TestRequest.Login("alice", setup.CodeOf("alice"), secret: secret);

    private static byte[] WithLength(byte[] bytes, ushort length)
    {
        bytes[0] = (byte)PacketCode.AccessRequest;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), length);
        return bytes;
    }

    private static async Task<TestAnswer?> SendRawAsync(RadiusSetup setup, byte[] bytes)
    {
        var answer = await setup.Exchange.HandleAsync(bytes, Peer.Of(RadiusSetup.Loopback), TestContext.Current.CancellationToken);
        Assert.Null(answer);
        return null;
    }
}
