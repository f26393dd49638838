using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Rules.Tests.Factors.Totp;

public sealed class TotpKeyTests
{
    private static readonly TotpKey Key = new(Bytes(20));
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_763_650_017);

    public static TheoryData<long, string> Rfc4226 =>
        [.. Vectors.Read("rfc4226.tsv").Select(row => (long.Parse(row[0]), row[1]))];

    public static TheoryData<long, string, string> Rfc6238 =>
        [.. Vectors.Read("rfc6238.tsv").Select(row => (long.Parse(row[0]), row[1], row[2]))];

    public static TheoryData<string, string, long, int, string> Oathtool =>
        [.. Vectors.Read("totp-oathtool.tsv").Select(row => (row[0], row[1], long.Parse(row[2]), int.Parse(row[3]), row[4]))];

    private static byte[] Bytes(int length) => [.. Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1234567890", 7))).Take(length)];

    [Theory, MemberData(nameof(Rfc4226))]
    public void Codes_are_those_of_rfc_4226(long counter, string code) => Assert.Equal(code, Key.CodeAt(counter));

    [Theory, MemberData(nameof(Rfc6238))]
    public void Codes_are_those_of_rfc_6238(long seconds, string algorithm, string code)
    {
        var hash = Enum.Parse<TotpAlgorithm>(algorithm, ignoreCase: true);
        var key = new TotpKey(Bytes(hash switch { TotpAlgorithm.Sha1 => 20, TotpAlgorithm.Sha256 => 32, _ => 64 }), hash, 8);
        var now = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(code, key.CodeAt(Key.StepAt(now)));
        Assert.Equal(seconds / 30, key.StepAt(now));
        Assert.Equal(0, key.Match(code, now, 1));
    }

    [Theory, MemberData(nameof(Oathtool))]
    public void Codes_are_those_another_program_prints(string bytes, string algorithm, long seconds, int digits, string code)
    {
        var key = new TotpKey(Convert.FromHexString(bytes), Enum.Parse<TotpAlgorithm>(algorithm, ignoreCase: true), digits);
        Assert.Equal(code, key.CodeAt(key.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));
    }

    [Theory]
    [InlineData(-2, null)]
    [InlineData(-1, -1)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, null)]
    public void A_window_of_one_step_takes_the_step_and_one_either_side(int offset, int? found)
    {
        var step = Key.StepAt(Now) + offset;
        Assert.Equal(found, Key.Match(Key.CodeAt(step), Now, 1));
    }

    [Fact]
    public void A_step_begins_at_its_first_second_and_ends_before_the_next()
    {
        var step = Key.StepAt(Now);
        var first = DateTimeOffset.FromUnixTimeSeconds(step * 30);
        Assert.Equal(step, Key.StepAt(first));
        Assert.Equal(step, Key.StepAt(first.AddSeconds(29.999)));
        Assert.Equal(step + 1, Key.StepAt(first.AddSeconds(30)));
        Assert.Equal(step - 1, Key.StepAt(first.AddMilliseconds(-1)));
    }

    [Theory]
    [InlineData("{0}{1}", true)]
    [InlineData("{0} {1}", true)]
    [InlineData("{0}-{1}", true)]
    [InlineData("  {0}\t{1} ", true)]
    [InlineData("{0}", false)]
    [InlineData("{0}{1}0", false)]
    [InlineData("0{0}{1}", false)]
    [InlineData("+{0}{1}", false)]
    [InlineData("{0}.{1}", false)]
    [InlineData("{0}{1}\n{0}{1}", false)]
    [InlineData("{0}{1}x", false)]
    [InlineData("                                  {0}{1}", false)]
    [InlineData("", false)]
    public void Spaces_and_hyphens_in_an_answer_do_not_count_and_nothing_else_is_taken(string pattern, bool right)
    {
        var code = Key.CodeAt(Key.StepAt(Now));
        Assert.Equal(right, Key.Match(string.Format(null, pattern, code[..3], code[3..]), Now, 1) is not null);
    }

    [Fact]
    public void Digits_of_other_scripts_are_not_digits()
    {
        var code = Key.CodeAt(Key.StepAt(Now));
        Assert.Null(Key.Match(string.Concat(code.Select(c => (char)(c - '0' + '０'))), Now, 1));
    }

    [Fact]
    public void An_eight_digit_key_takes_no_six_digits()
    {
        var long8 = new TotpKey(Bytes(20), digits: 8);
        var code = long8.CodeAt(Key.StepAt(Now));
        Assert.NotNull(long8.Match(code, Now, 0));
        Assert.Null(long8.Match(code[2..], Now, 0));
        Assert.Null(Key.Match(code, Now, 0));
    }

    [Fact]
    public void A_code_shared_by_two_steps_counts_for_the_earlier()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(0);
        var (step, other) = (0L, 0L);
        for (; other == 0; step++)
        {
            for (var later = step + 1; later <= step + 20 && other == 0; later++)
                other = Key.CodeAt(step) == Key.CodeAt(later) ? later : 0;
        }

        step--;
        now = now.AddSeconds(30 * (step + 10));
        Assert.Equal(-10, Key.Match(Key.CodeAt(other), now, TotpKey.WidestWindow));
    }

    [Fact]
    public void A_match_is_always_the_code_of_its_step_within_the_window()
    {
        var input = (from seconds in Gen.Choose(0, int.MaxValue)
                     from window in Gen.Choose(0, TotpKey.WidestWindow)
                     from offset in Gen.Choose(-25, 25)
                     select (seconds, window, offset)).ToArbitrary();

        Prop.ForAll(input, given =>
        {
            var now = DateTimeOffset.FromUnixTimeSeconds(given.seconds);
            var step = Math.Max(0, Key.StepAt(now) + given.offset);
            var match = Key.Match(Key.CodeAt(step), now, given.window);
            if (Math.Abs(step - Key.StepAt(now)) <= given.window)
                Assert.NotNull(match);
            if (match is null)
                return;
            Assert.InRange(match.Value, -given.window, given.window);
            Assert.Equal(Key.CodeAt(step), Key.CodeAt(Key.StepAt(now) + match.Value));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Refuses_windows_that_make_no_sense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Key.Match("123456", Now, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Key.Match("123456", Now, TotpKey.WidestWindow + 1));
    }

    [Fact]
    public void A_new_key_has_160_bits_and_an_existing_one_128()
    {
        Assert.Throws<ArgumentException>(() => TotpKey.New(new byte[19], TotpAlgorithm.Sha1, 6));
        Assert.Throws<ArgumentException>(() => TotpKey.New(new byte[129], TotpAlgorithm.Sha1, 6));
        Assert.Throws<ArgumentException>(() => new TotpKey(new byte[9]));
        Assert.Throws<ArgumentException>(() => new TotpKey(new byte[129]));
        Assert.Throws<ArgumentException>(() => new TotpKey(new byte[20], digits: 7));
        Assert.Throws<ArgumentException>(() => new TotpKey(new byte[20], (TotpAlgorithm)4));
        Assert.True(new TotpKey(new byte[16]) is { IsShort: true, IsWeak: false });
        Assert.True(new TotpKey(new byte[10]).IsWeak);
        Assert.False(TotpKey.New(new byte[20], TotpAlgorithm.Sha1, 6).IsShort);
    }

    [Fact]
    public void A_key_does_not_print_and_does_not_share_its_bytes()
    {
        byte[] bytes = [.. Enumerable.Range(1, 20).Select(value => (byte)value)];
        var key = new TotpKey(bytes);
        bytes[0] = 99;
        Assert.Equal(Enumerable.Range(1, 20).Select(value => (byte)value), key.Reveal().ToArray());
        Assert.DoesNotContain(key.ToBase32(), $"{key}", StringComparison.OrdinalIgnoreCase);
        Assert.Equal(key, new TotpKey(key.Reveal()));
        Assert.NotEqual(key, new TotpKey(bytes));
        Assert.NotEqual(key, new TotpKey(key.Reveal(), TotpAlgorithm.Sha256));
        Assert.NotEqual(key, new TotpKey(key.Reveal(), digits: 8));
    }

    [Theory]
    [InlineData(TotpAlgorithm.Sha1, 1)]
    [InlineData(TotpAlgorithm.Sha256, 2)]
    [InlineData(TotpAlgorithm.Sha512, 3)]
    public void The_stored_numbers_of_the_hashes_stay(TotpAlgorithm algorithm, int number) =>
        Assert.Equal(number, (int)algorithm);
}
