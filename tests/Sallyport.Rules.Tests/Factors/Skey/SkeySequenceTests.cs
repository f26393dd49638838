using FsCheck;
using FsCheck.Fluent;
using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Rules.Tests.Factors.Skey;

public sealed class SkeySequenceTests
{
    private static readonly SkeySeed Seed = SkeySeed.Parse("do12345")!;

    private static SkeySheet Sheet(int lines, SkeyAlgorithm algorithm = SkeyAlgorithm.Sha1, string passphrase = "a pass phrase of mine")
    {
        using var secret = SkeyPassphrase.Parse(passphrase)!;
        return SkeySheet.Generate(algorithm, Seed, secret, lines);
    }

    [Fact]
    public void The_challenge_is_the_standards() =>
        Assert.Equal("otp-sha1 487 do12345", Sheet(487).Start.Challenge);

    [Theory]
    [InlineData(SkeyAlgorithm.Md4)]
    [InlineData(SkeyAlgorithm.Md5)]
    [InlineData(SkeyAlgorithm.Sha1)]
    public void A_sheet_walks_down_from_its_first_line_to_its_last_and_then_no_further(SkeyAlgorithm algorithm)
    {
        var sheet = Sheet(500, algorithm);
        var sequence = sheet.Start;
        Assert.Equal(Enumerable.Range(1, 500).Reverse(), sheet.Lines.Select(line => line.Number));
        foreach (var line in sheet.Lines)
        {
            Assert.Equal(line.Number, sequence.Line);
            Assert.False(sequence.IsUsedUp);
            sequence = sequence.Try(line.Words) ?? throw new InvalidOperationException($"line {line.Number} was refused");
            Assert.Null(sequence.Try(line.Words));
        }

        Assert.Equal(0, sequence.Line);
        Assert.True(sequence.IsUsedUp);
        using var secret = SkeyPassphrase.Parse("a pass phrase of mine")!;
        Assert.Null(sequence.Try(SkeySheet.Initial(algorithm, Seed, secret.Bytes).ToWords()));
    }

    [Fact]
    public void Whatever_lines_are_tried_in_whatever_order_each_counts_once_and_only_when_asked()
    {
        const int Lines = 12;
        var sheet = Sheet(Lines, SkeyAlgorithm.Md5);
        var words = sheet.Lines.ToDictionary(line => line.Number, line => line.Words);
        var tries = Gen.ListOf(Gen.Choose(1, Lines)).ToArbitrary();

        Prop.ForAll(tries, numbers =>
        {
            var sequence = sheet.Start;
            var accepted = new HashSet<int>();
            foreach (var number in numbers.Concat(Enumerable.Range(1, Lines).Reverse()).Concat(numbers))
            {
                var next = sequence.Try(words[number]);
                Assert.Equal(number == sequence.Line, next is not null);
                if (next is null)
                    continue;
                Assert.True(accepted.Add(number));
                Assert.Equal(sequence.Line - 1, next.Line);
                sequence = next;
            }
        }).QuickCheckThrowOnFailure();
    }

    public static TheoryData<string, string> Attacks => new()
    {
        { "the line of the day before", Sheet(500).Lines[0].Words },
        { "the next but one line", Sheet(500).Lines[2].Words },
        { "the same line of another person's sheet", Sheet(500, passphrase: "somebody else's words").Lines[1].Words },
        { "the same line by another hash", Sheet(500, SkeyAlgorithm.Md5).Lines[1].Words },
        { "the stored hash itself", Sheet(500).Start.Try(Sheet(500).Lines[0].Words)!.LastHash.ToHex() },
        { "all zeros", "0000 0000 0000 0000" },
        { "two lines at once", Sheet(500).Lines[0].Words + " " + Sheet(500).Lines[1].Words },
        { "the right line with its number", "499 " + Sheet(500).Lines[1].Words },
        { "nothing", "" },
        { "what sshd sends for an unknown name", "\b\n\r\u007fINCORRECT" },
        { "ten thousand characters", new string('A', 10_000) },
    };

    [Theory, MemberData(nameof(Attacks))]
    public void Refuses(string attack, string answer)
    {
        var sequence = Sheet(500).Start.Try(Sheet(500).Lines[0].Words)!;
        Assert.True(sequence.Try(answer) is null, attack);
        Assert.Equal(498, sequence.Try(Sheet(500).Lines[1].Words)?.Line);
    }

    [Fact]
    public void A_stored_hash_comes_back_as_it_was()
    {
        var start = Sheet(3).Start;
        Assert.Equal(start, start with { LastHash = SkeyHash.FromBytes(start.LastHash.ToBytes()) });
        Assert.Throws<ArgumentException>(() => SkeyHash.FromBytes(new byte[7]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_000)]
    public void A_sheet_has_1_to_9999_lines(int lines) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Sheet(lines));

    [Fact]
    public void Nothing_secret_prints()
    {
        var sheet = Sheet(2);
        using var passphrase = SkeyPassphrase.Parse("a pass phrase of mine")!;
        var printed = $"{sheet} {sheet.Lines[0]} {sheet.Start} {sheet.Start.LastHash} {passphrase}";
        Assert.DoesNotContain(sheet.Lines[0].Words, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("mine", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(sheet.Start.LastHash.ToHex(), printed, StringComparison.Ordinal);
        Assert.Contains("(skey hash)", printed, StringComparison.Ordinal);
    }
}
