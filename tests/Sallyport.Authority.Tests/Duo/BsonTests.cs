using Sallyport.Authority.Duo.Wire;

namespace Sallyport.Authority.Tests.Duo;

public sealed class BsonTests
{
    // The bytes below follow bsonspec.org 1.1: int32 size, then type, name NUL, value, and a closing NUL.
    public static TheoryData<string, string> Documents => new()
    {
        { "an empty document", "05000000 00" },
        { "a text", "12000000 02 7374617400 03000000 4f4b00 00" },
        { "an int32", "0f000000 10 636f646500 429c0000 00" },
        { "an int64", "13000000 12 74696d6500 0000000001000000 00" },
        { "a document inside", "14000000 03 726573706f6e736500 05000000 00 00" },
    };

    private static DuoDocument Document(string name) => name switch
    {
        "an empty document" => [],
        "a text" => new() { { "stat", "OK" } },
        "an int32" => new() { { "code", 40002 } },
        "an int64" => new() { { "time", 4294967296 } },
        _ => new() { { "response", new DuoDocument() } },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public void Writes_the_bytes_of_the_specification(string name, string hex) =>
        Assert.Equal(hex.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(BsonWriter.Write(Document(name))));

    [Fact]
    public void Reads_back_what_it_wrote()
    {
        var document = new DuoDocument
        {
            { "stat", "OK" },
            { "response", new DuoDocument { { "prompt", "Zeile 487 für do12345 (six words): " }, { "factors", new DuoDocument { { "default", "passcode" } } } } },
            { "codes", new DuoValue.List([1, long.MinValue, "two"]) },
        };
        var read = BsonReader.TryRead(BsonWriter.Write(document));
        Assert.NotNull(read);
        Assert.Equal(JsonAnswerWriter.Write(document), JsonAnswerWriter.Write(read));
    }

    [Fact]
    public void A_text_with_a_NUL_is_never_written() =>
        Assert.Throws<ArgumentException>(() => BsonWriter.Write(new() { { "status", "allow\0" } }));

    [Theory]
    [InlineData("no bytes", "")]
    [InlineData("a size past the end", "0600000000")]
    [InlineData("a size before its own end", "0400000000")]
    [InlineData("a negative size", "ffffffff00")]
    [InlineData("no closing NUL", "0500000001")]
    [InlineData("bytes after the document", "050000000000")]
    [InlineData("an unknown type", "0c000000 0b 6100 00 00 00 00")]
    [InlineData("a text of length zero", "0c000000 02 6100 00000000 00")]
    [InlineData("a text longer than the document", "0e000000 02 6100 ff000000 6200 00")]
    [InlineData("a text without its NUL", "0e000000 02 6100 02000000 6262 00")]
    [InlineData("a text with a NUL inside", "0f000000 02 6100 03000000 620000 00")]
    [InlineData("a text that is no UTF-8", "0e000000 02 6100 02000000 ff00 00")]
    [InlineData("a name twice", "13000000 10 6100 01000000 10 6100 01000000 00")]
    [InlineData("a name without its end", "07000000 10 61")]
    public void Refuses(string what, string hex) =>
        Assert.True(BsonReader.TryRead(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))) is null, what);

    [Fact]
    public void Refuses_documents_nested_past_the_depth_limit()
    {
        var document = new DuoDocument();
        for (var depth = 1; depth < BsonReader.MaxDepth; depth++)
            document = new() { { "d", document } };
        Assert.NotNull(BsonReader.TryRead(BsonWriter.Write(document)));
        Assert.Null(BsonReader.TryRead(BsonWriter.Write(new() { { "d", document } })));
    }
}
