using Sallyport.Authority.Logins;
using Sallyport.Authority.Radius;

namespace Sallyport.Authority.Tests.Radius;

/// <summary>Fixed seeds; the decoder and all behind it must answer or be silent, never fail, whatever arrives.</summary>
public sealed class FuzzTests
{
    private const int Rounds = 100_000;

    [Fact]
    public void random_bytes_are_read_or_refused()
    {
        var random = new Random(2865);
        var buffer = new byte[300];
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = buffer.AsSpan(0, random.Next(buffer.Length));
            random.NextBytes(bytes);
            if (bytes.Length > 4 && round % 2 == 0)
                (bytes[0], bytes[2], bytes[3]) = (1, 0, (byte)bytes.Length);
            Examine(bytes);
        }
    }

    [Fact]
    public async Task real_requests_with_something_changed_let_nobody_in_and_break_nothing()
    {
        var random = new Random(5080);
        var setup = new RadiusSetup();
        var peer = Peer.Of(RadiusSetup.Loopback);
        for (var round = 0; round < Rounds / 5; round++)
        {
            var asked = (await setup.AnswerOfAsync(TestRequest.Login("nobody"))).State;
            var bytes = Mutate(Request(round, asked).Bytes, random);
            Examine(bytes);
            var answer = await setup.Exchange.HandleAsync(bytes, peer, TestContext.Current.CancellationToken);
            Assert.True(answer is null || answer[0] != (byte)PacketCode.AccessAccept, Convert.ToHexString(bytes));
        }

        Assert.Equal(0, setup.Drops.Count(DropReason.StoreFailed));
    }

    /// <summary>By turns the proofs that there are, and the credentials.</summary>
    private static TestRequest Request(int round, byte[]? state) => (round % 4) switch
    {
        0 => TestRequest.Login("nobody", "123456", state).With(AttributeType.NasIdentifier, "sskd"u8).Signed(),
        1 => TestRequest.Login("nobody", "A LONG ANSWER WITH SIX OF ITS WORDS", state).With(AttributeType.ServiceType, 0, 0, 0, 8),
        2 => TestRequest.Login("nobody", "123456").With(AttributeType.VendorSpecific, 0, 0, 1, 0x37, 11, 4, 1, 1),
        _ => TestRequest.Login("nobody").With(AttributeType.ProxyState, new byte[253]).With(AttributeType.EapMessage, 2, 0, 0, 4),
    };

    /// <summary>Flips, cuts, repeats and lengthens.</summary>
    private static byte[] Mutate(byte[] bytes, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Length);
            bytes = random.Next(4) switch
            {
                0 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]],
                1 => [.. bytes[..Math.Max(1, at)]],
                2 => [.. bytes, .. bytes[at..]],
                _ => [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]],
            };
            if (bytes.Length > 4 && random.Next(2) == 0)
                (bytes[2], bytes[3]) = ((byte)(bytes.Length >> 8), (byte)bytes.Length);
        }

        return bytes;
    }

    private static void Examine(ReadOnlySpan<byte> bytes)
    {
        if (RequestPacket.Read(bytes, out var packet) is not null)
            return;

        Assert.True(packet.Bytes.Length is >= 20 and <= 4096 && packet.Bytes.Length <= bytes.Length);
        Assert.Equal(packet.ProxyStateBytes, packet.CopyProxyStates().Length);
        WireText.Read(packet.UserName, 253);
        if (packet.MessageAuthenticatorAt != 0)
            MessageAuthenticator.IsRight(packet, "secret"u8);
        if (!packet.UserPassword.IsEmpty)
            UserPassword.Reveal(packet.UserPassword, packet.Authenticator, "secret"u8, new byte[128]);
    }
}
