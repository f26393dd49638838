using System.Collections.Immutable;
using Sallyport.Authority.Phone;
using Sallyport.Authority.Push;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>What anybody can send to a call-back's address: nothing of it throws, and nothing unsigned is taken for signed.</summary>
public sealed class CallBackFuzzTests
{
    private const int Rounds = 60_000;

    private static readonly PendingPush Push = new(
        new PushId(7), FactorKind.Phone, ImmutableArray<DeviceId>.Empty, "door", null, null, default, DateTimeOffset.MaxValue, PushNumber.Of(42), 0, PushVerdict.Waiting, null);

    [Fact]
    public void Mangled_addresses_signatures_and_keys_are_refused_without_a_fault()
    {
        var random = new Random(20260720);
        var (address, token) = (new CallAddress("alice", new PushId(UInt128.MaxValue)), new Secret("token"));
        var form = new Dictionary<string, string>(StringComparer.Ordinal) { ["Digits"] = "42", ["CallSid"] = "CA1" };
        var signature = Convert.ToBase64String(ProviderSignature.Compute(token, "https://p.example.net" + address.KeysPath, form));
        var parts = address.SpeakPath.Split('/');
        for (var round = 0; round < Rounds; round++)
        {
            var (push, person) = (Mangle(random, parts[3]), Mangle(random, parts[4]));
            if (CallAddress.Parse(push, person) is { } read)
                Assert.Equal($"/portal/phone/{push}/{person}", read.SpeakPath);

            var mangled = Mangle(random, signature);
            Assert.Equal(mangled == signature, ProviderSignature.IsValid(token, "https://p.example.net" + address.KeysPath, form, mangled));
            var status = Mangle(random, "no-answer");
            Assert.Equal(status == "no-answer", CallScript.ReadStatus(status) is not null);
            if (CallScript.Read(Mangle(random, "42"), Push) is { Reply: PushReply.Approve, Number: var number })
                Assert.Equal(2, number.Length);
        }
    }

    /// <summary>The text with up to three characters changed, put in or left out; now and then as it was.</summary>
    private static string Mangle(Random random, string text)
    {
        for (var changes = random.Next(4); changes > 0; changes--)
        {
            var at = random.Next(text.Length + 1);
            var some = (char)(random.Next(8) == 0 ? random.Next(0x10000) : random.Next(0x20, 0x7f));
            text = random.Next(3) switch
            {
                0 => text.Insert(at, some.ToString()),
                1 when at < text.Length => text.Remove(at, 1),
                _ when at < text.Length => text[..at] + some + text[(at + 1)..],
                _ => text,
            };
        }

        return text;
    }
}
