using Sallyport.Cli.Backup;

namespace Sallyport.Cli.Tests.Backup;

/// <summary>A sealed file gives back what was put in, all of it, or nothing.</summary>
public sealed class SealedFileTests
{
    // The format's own number takes half a second each time; one test uses it.
    private const int Iterations = 1000;

    private const string PassPhrase = "correct horse battery";

    private static readonly int Start = SealedFormat.Title.Length + SealedFormat.SaltLength;

    private static readonly int Sealed = SealedFormat.Piece + SealedFormat.TagLength;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(SealedFormat.Piece - 1)]
    [InlineData(SealedFormat.Piece)]
    [InlineData(SealedFormat.Piece + 1)]
    [InlineData((2 * SealedFormat.Piece) + 7)]
    public void What_was_sealed_comes_back(int length)
    {
        var bytes = Bytes(length);
        Assert.Equal(bytes, Opened(Seal(bytes), PassPhrase));
    }

    [Fact]
    public void The_key_costs_six_hundred_thousand_rounds_unless_a_test_says_otherwise()
    {
        using var file = new MemoryStream();
        using (var stream = new SealingStream(file, PassPhrase))
            stream.Finish();
        Assert.Empty(Opened(file.ToArray(), PassPhrase, 600_000));
    }

    [Fact]
    public void Another_pass_phrase_opens_nothing() =>
        Assert.Contains("pass phrase", Refused(Seal(Bytes(10)), "correct horse batteri").Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_no_backup_is_said_to_be_none()
    {
        Assert.Contains("not a file", Refused([], PassPhrase).Message, StringComparison.Ordinal);
        Assert.Contains("not a file", Refused("SQLite format 3"u8.ToArray(), PassPhrase).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_changed_anywhere_is_refused()
    {
        var file = Seal(Bytes((2 * SealedFormat.Piece) + 7));
        foreach (var at in new[] { SealedFormat.Title.Length, Start, Start + Sealed - 1, Start + Sealed, file.Length - 1 })
        {
            var changed = (byte[])file.Clone();
            changed[at] ^= 1;
            Refused(changed, PassPhrase);
        }
    }

    [Fact]
    public void A_piece_cannot_be_cut_off_swapped_left_out_or_added()
    {
        var file = Seal(Bytes((2 * SealedFormat.Piece) + 7));
        var (start, one, two, last) = (file[..Start], file[Start..(Start + Sealed)], file[(Start + Sealed)..(Start + (2 * Sealed))], file[(Start + (2 * Sealed))..]);

        Refused([.. start, .. one, .. two], PassPhrase);
        Refused([.. start, .. two, .. one, .. last], PassPhrase);
        Refused([.. start, .. one, .. last], PassPhrase);
        Refused([.. start, .. one, .. two, .. last, .. last], PassPhrase);
        Refused([.. start, .. one, .. two, .. last[..^1]], PassPhrase);
        Refused(start, PassPhrase);
    }

    [Fact]
    public void Bytes_by_chance_are_refused()
    {
        var random = new Random(5);
        for (var round = 0; round < 3; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Refused([.. SealedFormat.Title, .. bytes], PassPhrase);
        }
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Seal(byte[] bytes, int iterations = Iterations)
    {
        using var file = new MemoryStream();
        using var stream = new SealingStream(file, PassPhrase, iterations);
        stream.Write(bytes);
        stream.Finish();
        return file.ToArray();
    }

    private static byte[] Opened(byte[] file, string passPhrase, int iterations = Iterations)
    {
        using var stream = new OpeningStream(new MemoryStream(file), passPhrase, iterations);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static InvalidDataException Refused(byte[] file, string passPhrase) => Assert.Throws<InvalidDataException>(() => Opened(file, passPhrase));
}
