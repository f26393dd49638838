using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Tests.Secrets;

public sealed class KeyFileTests : IDisposable
{
    private const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Line = "5a11b0a7 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-keys-").FullName;

    private string FilePath => Path.Combine(folder, "key");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void a_ring_that_was_written_is_read_back()
    {
        var ring = KeyRing.Fresh().WithFreshKey();
        KeyFile.At(FilePath).Write(ring);

        Assert.Equal(ring.Reveal(), KeyFile.At(FilePath).Read().Reveal());
        Assert.Equal(Ours, File.GetUnixFileMode(FilePath));
    }

    [Fact]
    public void comments_and_empty_lines_do_not_count() =>
        Assert.Equal([Line], Read($"# keys\n\n  {Line}  \n").Reveal());

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData(Line + "\n" + Line + "\n")]
    [InlineData("5a11b0a7\n")]
    [InlineData("5a11b0a AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n")]
    [InlineData("5a11b0ag AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n")]
    [InlineData("5a11b0a7 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==\n")]
    [InlineData("5a11b0a7 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ==\n")]
    [InlineData("5a11b0a7 not-base64\n")]
    [InlineData("5a11b0a7 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8= more\n")]
    public void a_damaged_file_is_refused(string text) => Assert.Throws<KeyFileException>(() => Read(text));

    [Fact]
    public void a_refusal_names_the_line_and_not_the_key()
    {
        var refused = Assert.Throws<KeyFileException>(() => Read($"{Line}\n{Line[..^4]}\n"));

        Assert.StartsWith($"{FilePath}:2:", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("AAEC", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void a_file_open_to_others_is_refused(UnixFileMode more)
    {
        KeyFile.At(FilePath).Write(KeyRing.Fresh());
        File.SetUnixFileMode(FilePath, Ours | more);

        Assert.Throws<KeyFileException>(() => KeyFile.At(FilePath).Read());
    }

    [Fact]
    public void what_a_crash_left_half_written_is_in_nobodys_way()
    {
        File.WriteAllText(FilePath + ".new", "half a li");
        var ring = KeyRing.Fresh();

        KeyFile.At(FilePath).Write(ring);

        Assert.Equal(ring.Reveal(), KeyFile.At(FilePath).Read().Reveal());
    }

    private KeyRing Read(string text)
    {
        File.WriteAllText(FilePath, text);
        File.SetUnixFileMode(FilePath, Ours);
        return KeyFile.At(FilePath).Read();
    }
}
