using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Tests.Secrets;

public sealed class KeyRingTests
{
    private const string GoldenBlob = "015A11B0A7268932AE4F4EFC8F205581D0169307150F33C47A71A8820C7162F489ED54D41340F90E55D756E6F0CF92";

    private static readonly byte[] Plain = [1, 2, 3];

    [Fact]
    public void what_was_sealed_opens_for_the_same_purpose_name_and_version()
    {
        var ring = KeyRing.Fresh();

        Assert.Equal(Plain, ring.Open(SealPurpose.Person, "ada", 7, ring.Seal(SealPurpose.Person, "ada", 7, Plain)));
    }

    [Theory]
    [InlineData(SealPurpose.Host, "ada", 7)]
    [InlineData(SealPurpose.Person, "eve", 7)]
    [InlineData(SealPurpose.Person, "ada", 6)]
    [InlineData(SealPurpose.Person, "ada\0", 7)]
    internal void it_does_not_open_for_another(SealPurpose purpose, string name, long version)
    {
        var ring = KeyRing.Fresh();
        var blob = ring.Seal(SealPurpose.Person, "ada", 7, Plain);

        Assert.Throws<SealBrokenException>(() => ring.Open(purpose, name, version, blob));
    }

    [Fact]
    public void no_byte_of_a_blob_can_change()
    {
        var ring = KeyRing.Fresh();
        var blob = ring.Seal(SealPurpose.Person, "ada", 7, Plain);

        for (var i = 0; i < blob.Length; i++)
        {
            var changed = blob.ToArray();
            changed[i] ^= 1;
            Assert.Throws<SealBrokenException>(() => ring.Open(SealPurpose.Person, "ada", 7, changed));
            Assert.Throws<SealBrokenException>(() => ring.Open(SealPurpose.Person, "ada", 7, blob.AsSpan(0, i).ToArray()));
        }
    }

    [Fact]
    public void the_newest_key_seals_and_the_older_ones_open()
    {
        var first = KeyRing.Fresh();
        var blob = first.Seal(SealPurpose.Person, "ada", 7, Plain);
        var both = first.WithFreshKey();

        Assert.Equal(Plain, both.Open(SealPurpose.Person, "ada", 7, blob));
        Assert.Equal(both.Newest.Id, SealingKey.IdOf(both.Seal(SealPurpose.Person, "ada", 7, Plain)));
        Assert.Throws<SealBrokenException>(() => both.OnlyNewest().Open(SealPurpose.Person, "ada", 7, blob));
    }

    [Fact]
    public void the_same_sealed_twice_looks_different()
    {
        var ring = KeyRing.Fresh();

        Assert.NotEqual(ring.Seal(SealPurpose.Person, "ada", 7, Plain), ring.Seal(SealPurpose.Person, "ada", 7, Plain));
    }

    [Fact]
    public void sealing_from_many_threads_at_once_is_sound()
    {
        var ring = KeyRing.Fresh();

        Parallel.For(0, 20_000, i =>
            Assert.Equal(Plain, ring.Open(SealPurpose.Person, "ada", i, ring.Seal(SealPurpose.Person, "ada", i, Plain))));
    }

    [Fact]
    public void a_blob_of_the_first_format_opens_for_ever()
    {
        var key = new SealingKey(0x5a11b0a7, [.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        var blob = Convert.FromHexString(GoldenBlob);

        Assert.Equal("""{"f":1,"st":1}"""u8.ToArray(), KeyRing.Of([key]).Open(SealPurpose.Person, "ada", 7, blob));
    }

    [Fact]
    public void nothing_of_a_key_prints()
    {
        var ring = KeyRing.Fresh();

        Assert.Equal($"key {ring.Newest.Id:x8}", ring.ToString());
    }
}
