using System.Globalization;
using System.Text.Json;

namespace Sallyport.Profile;

/// <summary>A JSON object of which every field must be asked for: <see cref="NothingElse"/> refuses the rest.</summary>
public sealed class Fields
{
    private readonly Dictionary<string, JsonElement> unread = new(StringComparer.Ordinal);
    private readonly string where;

    public Fields(JsonElement element, string where)
    {
        this.where = where;
        if (element.ValueKind != JsonValueKind.Object)
            throw new ProfileRefusedException(ProfileFault.Malformed, $"{where} is not a JSON object");
        foreach (var property in element.EnumerateObject())
            unread.Add(property.Name, property.Value);
    }

    public string Text(string name, Func<string, bool> allowed) => Word(Take(name), name, allowed);

    public string? OptionalText(string name) => OptionalText(name, _ => true);

    public string? OptionalText(string name, Func<string, bool> allowed) => unread.ContainsKey(name) ? Text(name, allowed) : null;

    public IReadOnlyList<string> Texts(string name, int least, int most, Func<string, bool> allowed) =>
        Items(name, least, most).Select(item => Word(item, name, allowed)).ToArray();

    public Fields Nested(string name) => new(Take(name), Inner(name));

    public IReadOnlyList<T> Objects<T>(string name, int least, int most, Func<Fields, T> read) =>
        Items(name, least, most).Select((item, index) => read(new Fields(item, $"{Inner(name)}[{index}]"))).ToArray();

    public long Number(string name, long least, long most) =>
        Take(name) is { ValueKind: JsonValueKind.Number } element && element.TryGetInt64(out var number) && number >= least && number <= most
            ? number
            : throw NotAllowed(name);

    public long? OptionalNumber(string name, long least, long most) => unread.ContainsKey(name) ? Number(name, least, most) : null;

    public int Port(string name) => (int)Number(name, 1, 65535);

    public bool Flag(string name) => Take(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw NotAllowed(name),
    };

    public bool OptionalFlag(string name) => unread.ContainsKey(name) && Flag(name);

    /// <summary>RFC 3339 in UTC, whole seconds: 2026-11-20T18:00:00Z.</summary>
    public DateTimeOffset Time(string name) =>
        DateTimeOffset.TryParseExact(Word(Take(name), name, _ => true), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw NotAllowed(name);

    public T Closed<T>(T value)
    {
        NothingElse();
        return value;
    }

    public void NothingElse()
    {
        foreach (var name in unread.Keys)
            throw new ProfileRefusedException(ProfileFault.NotAllowed, $"{Inner(Shown(name))} is not a valid field of a site profile");
    }

    public ProfileRefusedException NotAllowed(string name) => new(ProfileFault.NotAllowed, $"{Inner(name)} has a value that is not allowed");

    private JsonElement Take(string name) =>
        unread.Remove(name, out var element) ? element : throw new ProfileRefusedException(ProfileFault.Malformed, $"{Inner(name)} is missing");

    private JsonElement.ArrayEnumerator Items(string name, int least, int most)
    {
        var element = Take(name);
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() < least || element.GetArrayLength() > most)
            throw NotAllowed(name);
        return element.EnumerateArray();
    }

    private string Word(JsonElement element, string name, Func<string, bool> allowed) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { } text && allowed(text) ? text : throw NotAllowed(name);

    private string Inner(string name) => $"{where}.{name}";

    private static string Shown(string name) => new(name.Take(40).Select(c => c is > ' ' and < '\x7f' ? c : '?').ToArray());
}
