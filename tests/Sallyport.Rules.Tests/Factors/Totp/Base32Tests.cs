using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Rules.Tests.Factors.Totp;

public sealed class Base32Tests
{
    public static TheoryData<string, string> Rfc4648 =>
        [.. Vectors.Read("rfc4648.tsv").Select(row => (row[0], row[1]))];

    [Theory, MemberData(nameof(Rfc4648))]
    public void Encodes_and_decodes_as_rfc_4648_says(string text, string encoded)
    {
        Assert.Equal(encoded.TrimEnd('='), Base32.Encode(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, Encoding.ASCII.GetString(Base32.Decode(encoded)!));
        Assert.Equal(text, Encoding.ASCII.GetString(Base32.Decode(encoded.TrimEnd('=').ToLowerInvariant())!));
    }

    [Theory]
    [InlineData("MZXW 6YTB OI", "foobar")]
    [InlineData("mzxw-6ytb-oi==", "foobar")]
    [InlineData(" M Z X W 6 Y T B O I ", "foobar")]
    [InlineData("MZXW6YTBO", null)]
    [InlineData("MZX", null)]
    [InlineData("M", null)]
    [InlineData("MZXW6=YTBOI", null)]
    [InlineData("MZXW6YTB0I", null)]
    [InlineData("MZXW6YTB1I", null)]
    [InlineData("MZXW6YTB8I", null)]
    [InlineData("MZXW6YTBÖI", null)]
    [InlineData("MZXW6YTB\nOI", null)]
    public void Takes_what_people_type_and_tells_a_slip(string text, string? decoded)
    {
        var bytes = Base32.Decode(text);
        Assert.Equal(decoded, bytes is null ? null : Encoding.ASCII.GetString(bytes));
    }

    [Fact]
    public void Whatever_is_encoded_comes_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Base32.Decode(Base32.Encode(bytes))!.AsSpan().SequenceEqual(bytes))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Hostile_text_decodes_to_bytes_that_encode_again_or_to_nothing()
    {
        var random = new Random(4648);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz2345672345670189 -==\0é\ud800";
        var decoded = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var text = string.Create(random.Next(0, 14), random, (span, source) =>
            {
                foreach (ref var c in span)
                    c = Alphabet[source.Next(Alphabet.Length)];
            });
            if (Base32.Decode(text) is not { } bytes)
                continue;
            decoded++;
            Assert.Equal(bytes, Base32.Decode(Base32.Encode(bytes)));
        }

        Assert.InRange(decoded, 1000, 99_000);
    }
}
