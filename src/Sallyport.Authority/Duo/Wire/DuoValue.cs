namespace Sallyport.Authority.Duo.Wire;

/// <summary>A value of an answer. The same tree is written as BSON (dialect 1 up to duo_unix 1.11) and as JSON (all others).</summary>
internal abstract record DuoValue
{
    private DuoValue()
    {
    }

    public static implicit operator DuoValue(string text) => new Text(text);

    public static implicit operator DuoValue(long number) => new Number(number);

    public static implicit operator DuoValue(DuoDocument document) => new Document(document);

    /// <summary>Text without NUL; libduo reads it as a C string.</summary>
    public sealed record Text(string Value) : DuoValue;

    /// <summary>A whole number; BSON carries it as int32 where it fits (libduo reads <c>code</c> as int32 only), else as int64.</summary>
    public sealed record Number(long Value) : DuoValue;

    public sealed record Document(DuoDocument Value) : DuoValue;

    public sealed record List(IReadOnlyList<DuoValue> Values) : DuoValue;
}

/// <summary>Named values in the order they are written.</summary>
internal sealed class DuoDocument : List<KeyValuePair<string, DuoValue>>
{
    public void Add(string name, DuoValue value) => Add(new(name, value));

    public DuoValue? Find(string name) => this.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.Ordinal)).Value;

    public string? FindText(string name) => (Find(name) as DuoValue.Text)?.Value;

    public DuoDocument? FindDocument(string name) => (Find(name) as DuoValue.Document)?.Value;
}
