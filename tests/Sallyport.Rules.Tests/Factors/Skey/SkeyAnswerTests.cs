using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Rules.Tests.Factors.Skey;

public sealed class SkeyAnswerTests
{
    private static readonly SkeyHash Expected = new(0x9e876134d90499dd);

    [Theory]
    [InlineData("INCH SEA ANNE LONG AHEM TOUR")]
    [InlineData("inch sea anne long ahem tour")]
    [InlineData("  Inch   sea\tAnne long  aHEM tour \r\n")]
    [InlineData("word:inch sea anne long ahem tour")]
    [InlineData("WORD: inch sea anne long ahem tour")]
    [InlineData("1NCH SEA ANNE LONG AHEM TOUR", false)]
    [InlineData("INCH 5EA ANNE L0NG AHEM T0UR")]
    [InlineData("9E87 6134 D904 99DD")]
    [InlineData("9e876134d90499dd")]
    [InlineData("9 e 8 7 6134D90499Dd ")]
    [InlineData("hex:9e87 6134 d904 99dd")]
    [InlineData("Hex: 9e876134d90499dd")]
    [InlineData("", false)]
    [InlineData("     ", false)]
    [InlineData("INCH SEA ANNE LONG AHEM", false)]
    [InlineData("INCH SEA ANNE LONG AHEM TOUR TOUR", false)]
    [InlineData("INCHSEAANNELONGAHEMTOUR", false)]
    [InlineData("INCH SEA ANNE LONG AHEM XYZZ", false)]
    [InlineData("SEA INCH ANNE LONG AHEM TOUR", false)]
    [InlineData("hex:INCH SEA ANNE LONG AHEM TOUR", false)]
    [InlineData("word:9e876134d90499dd", false)]
    [InlineData("init-hex:9e876134d90499dd", false)]
    [InlineData("9e876134d90499d", false)]
    [InlineData("9e876134d90499ddd", false)]
    [InlineData("0x9e876134d90499", false)]
    [InlineData("-9e876134d90499d", false)]
    [InlineData("９e876134d90499dd", false)]
    public void Reads_a_line_however_it_is_typed_and_nothing_else(string answer, bool readable = true) =>
        Assert.Equal(readable, SkeyAnswer.Read(answer).Contains(Expected));

    [Fact]
    public void Six_words_that_are_also_sixteen_hex_digits_are_read_both_ways()
    {
        string[] words = ["A", "AD", "ADA", "ADD", "BAD", "BE", "BED", "BEE", "CAB", "DAB", "DAD", "FAD", "FED", "FEE",
            "ABED", "ABE", "ACE", "BABE", "BADE", "BEAD", "CAFE", "DEAD", "DEAF", "DEED", "FACE", "FADE", "FEED"];
        var random = new Random(1760);
        var both = Enumerable.Range(0, 200_000)
            .Select(_ => string.Join(' ', Enumerable.Range(0, 6).Select(_ => words[random.Next(words.Length)])))
            .Where(text => text.Length == 21)
            .Select(SkeyAnswer.Read)
            .Where(readings => readings.Count == 2)
            .Take(20)
            .ToList();

        Assert.Equal(20, both.Count);
        foreach (var readings in both)
        {
            foreach (var truth in readings)
            {
                var sequence = new SkeySequence(SkeyAlgorithm.Sha1, SkeySeed.Parse("do12345")!, 7, truth.Next(SkeyAlgorithm.Sha1));
                Assert.Equal(6, sequence.Try(truth.ToWords())?.Line);
                Assert.Equal(6, sequence.Try(truth.ToHex())?.Line);
            }
        }
    }

    [Fact]
    public void A_changed_word_is_caught_by_the_checksum_three_times_in_four()
    {
        var random = new Random(2289);
        var caught = 0;
        for (var i = 0; i < 4000; i++)
        {
            var words = new SkeyHash((ulong)random.NextInt64()).ToWords().Split(' ');
            words[random.Next(6)] = SkeyDictionary.Words[random.Next(2048)];
            if (SkeyAnswer.Read(string.Join(' ', words)).Count == 0)
                caught++;
        }

        Assert.InRange(caught, 2800, 3200);
    }

    [Fact]
    public void The_dictionary_has_2048_words_each_once()
    {
        Assert.Equal(2048, SkeyDictionary.Words.Distinct(StringComparer.Ordinal).Count());
        Assert.All(SkeyDictionary.Words, word => Assert.Matches("^[A-Z]{1,4}$", word));
        Assert.Equal(SkeyDictionary.Words[..571].Order(StringComparer.Ordinal), SkeyDictionary.Words[..571], StringComparer.Ordinal);
        Assert.Equal(SkeyDictionary.Words[571..].Order(StringComparer.Ordinal), SkeyDictionary.Words[571..], StringComparer.Ordinal);
    }

    [Fact]
    public void Every_word_in_every_place_comes_back()
    {
        for (var place = 0; place < 6; place++)
        {
            for (ulong word = 0; word < 2048; word++)
            {
                var shift = 66 - (11 * (place + 1)) - 2;
                var hash = new SkeyHash(shift >= 0 ? word << shift : word >> -shift);
                Assert.Equal([hash], SkeyAnswer.Read(hash.ToWords()));
                Assert.Equal([hash], SkeyAnswer.Read(hash.ToHex()));
            }
        }
    }

    [Fact]
    public void Hostile_answers_are_read_without_a_fault_and_quickly()
    {
        var random = new Random(1751);
        const string Alphabet = "0123456789abcdefABCDEF \t\u00a0:word-hexINCHSEA\0\b\n\r\u007fé\ud83d\ude00\ud800";
        for (var i = 0; i < 50_000; i++)
        {
            var text = string.Create(random.Next(0, 200), random, (span, source) =>
            {
                foreach (ref var c in span)
                    c = source.Next(8) == 0 ? (char)source.Next(0x10000) : Alphabet[source.Next(Alphabet.Length)];
            });
            foreach (var hash in SkeyAnswer.Read(text))
                Assert.Contains(hash, SkeyAnswer.Read(hash.ToHex()));
        }

        Assert.Empty(SkeyAnswer.Read(new string(' ', 10_000) + "9e876134d90499dd"));
        Assert.Empty(SkeyAnswer.Read("\b\n\r\u007fINCORRECT"));
    }
}
