using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Rules.Tests.Factors.Skey;

public sealed class SkeySeedTests
{
    [Theory]
    [InlineData("do12345", "do12345")]
    [InlineData("TeSt", "test")]
    [InlineData("A", "a")]
    [InlineData("abcdefghij123456", "abcdefghij123456")]
    [InlineData("", null)]
    [InlineData("abcdefghij1234567", null)]
    [InlineData("do 12345", null)]
    [InlineData("do-12345", null)]
    [InlineData("dö12345", null)]
    [InlineData("do12345\n", null)]
    [InlineData("do１２３", null)]
    public void Has_1_to_16_letters_and_digits_in_lower_case(string text, string? seed) =>
        Assert.Equal(seed, SkeySeed.Parse(text)?.Text);

    [Theory]
    [InlineData("dora.example.org", 12345u, "do12345")]
    [InlineData("Dora", 4_200_007u, "do00007")]
    [InlineData("x", 99_999u, "xs99999")]
    [InlineData("", 0u, "sk00000")]
    [InlineData("--é--", 1u, "sk00001")]
    public void A_made_seed_names_the_site(string site, uint random, string seed) =>
        Assert.Equal(seed, SkeySeed.For(site, random, null).Text);

    [Theory]
    [InlineData(12345u, "do12346")]
    [InlineData(99_999u, "do00000")]
    public void A_made_seed_is_never_the_one_it_replaces(uint random, string seed) =>
        Assert.Equal(seed, SkeySeed.For("dora", random, SkeySeed.For("dora", random, null)).Text);

    [Theory]
    [InlineData("123456789", false)]
    [InlineData("1234567890", true)]
    [InlineData("A pass phrase with spaces, commas & more", true)]
    [InlineData("a tab\there is not for it", false)]
    [InlineData("na\u00efve and long enough", false)]
    public void A_pass_phrase_is_printable_and_long_enough(string text, bool accepted)
    {
        using var passphrase = SkeyPassphrase.Parse(text);
        Assert.Equal(accepted, passphrase is not null);
    }

    [Fact]
    public void A_pass_phrase_has_63_characters_at_most()
    {
        using var longest = SkeyPassphrase.Parse(new string('x', 63));
        Assert.NotNull(longest);
        Assert.Null(SkeyPassphrase.Parse(new string('x', 64)));
    }

    [Fact]
    public void A_random_pass_phrase_has_128_bits_or_more()
    {
        using var passphrase = SkeyPassphrase.FromEntropy(Enumerable.Repeat((byte)0xa5, 16).ToArray());
        Assert.Equal(32, passphrase.Bytes.Length);
        Assert.Throws<ArgumentException>(() => SkeyPassphrase.FromEntropy(new byte[15]));
        Assert.Throws<ArgumentException>(() => SkeyPassphrase.FromEntropy(new byte[32]));
    }

    [Fact]
    public void A_disposed_pass_phrase_is_wiped()
    {
        var passphrase = SkeyPassphrase.Parse("a pass phrase of mine")!;
        passphrase.Dispose();
        Assert.All(passphrase.Bytes.ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("otp-sha1", SkeyAlgorithm.Sha1)]
    [InlineData("SHA1", SkeyAlgorithm.Sha1)]
    [InlineData("md5", SkeyAlgorithm.Md5)]
    [InlineData("OTP-MD4", SkeyAlgorithm.Md4)]
    [InlineData("otp-sha256", null)]
    [InlineData("", null)]
    public void Reads_the_hashes_names(string name, SkeyAlgorithm? algorithm) =>
        Assert.Equal(algorithm, SkeyAlgorithmName.Parse(name));

    [Theory]
    [InlineData(SkeyAlgorithm.Md4, 1)]
    [InlineData(SkeyAlgorithm.Md5, 2)]
    [InlineData(SkeyAlgorithm.Sha1, 3)]
    public void The_stored_numbers_of_the_hashes_stay(SkeyAlgorithm algorithm, int number) =>
        Assert.Equal(number, (int)algorithm);
}
