using System.Globalization;
using System.Net;

namespace Sallyport.Settings;

/// <summary>
/// The settings of one section, read by type. A getter never throws: a value it cannot use becomes a fault of the file and the default is returned.
/// </summary>
public sealed class SettingsSection
{
    private readonly SettingsFile file;
    private readonly List<Setting> settings = [];
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    internal SettingsSection(SettingsFile file, string kind, string? name, int line)
    {
        this.file = file;
        Kind = kind;
        Name = name;
        Line = line;
    }

    /// <summary>The header's first word.</summary>
    public string Kind { get; }

    /// <summary>The header's second word, if it has one.</summary>
    public string? Name { get; }

    /// <summary>The header's line; 0 when the file does not have the section.</summary>
    public int Line { get; }

    /// <summary>The file has this section, if only its header.</summary>
    public bool IsPresent => Line > 0 || settings.Count > 0;

    internal string Title => Name is null ? Kind : $"{Kind} {Name}";

    /// <summary>Whether the file has the key (counts as asked for).</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Any text; the default when the key is missing.</summary>
    public string? Text(string key, string? fallback) => Find(key)?.Value ?? fallback;

    /// <summary>Any text that is not empty; without it a fault, and the empty string.</summary>
    public string RequiredText(string key)
    {
        var setting = Find(key);
        if (string.IsNullOrEmpty(setting?.Value))
            file.Report(setting?.Line ?? Line, $"{key} is missing{Where()}; write {key} = …");
        return setting?.Value ?? "";
    }

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public int Number(string key, int fallback, int min, int max) => Read(key, fallback, value =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : null,
        $"a whole number from {min} to {max}");

    /// <summary>A length of time such as <c>30s</c>, <c>10m</c>, <c>1h</c>, <c>30d</c>.</summary>
    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan min, TimeSpan max) => Read(key, fallback, value =>
        Settings.Duration.TryParse(value) is { } length && length >= min && length <= max ? length : null,
        $"a time from {Settings.Duration.Text(min)} to {Settings.Duration.Text(max)} such as 30s, 10m, 1h, 30d");

    /// <summary><c>on</c> or <c>off</c>.</summary>
    public bool IsOn(string key, Switch fallback) => Choice(key, fallback) == Switch.On;

    /// <summary>A word of a closed list; the enum's <c>WrongCode</c> is written <c>wrong-code</c>.</summary>
    public TEnum Choice<TEnum>(string key, TEnum fallback)
        where TEnum : struct, Enum
    {
        var words = Enum.GetValues<TEnum>().ToDictionary(value => KebabCase.Of(value.ToString()), StringComparer.Ordinal);
        return Read(key, fallback, value => words.TryGetValue(value, out var choice) ? choice : null, "one of: " + string.Join(", ", words.Keys));
    }

    /// <summary>An address with a port: <c>192.0.2.1:22</c>, <c>[2001:db8::1]:22</c>.</summary>
    public IPEndPoint? EndPoint(string key, IPEndPoint? fallback) => One(key) is { } setting ? EndPointOf(setting) ?? fallback : fallback;

    /// <summary>Addresses with ports, blank- or comma-separated, over any number of lines with the same key.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints(string key) => [.. List(key).Select(EndPointOf).OfType<IPEndPoint>()];

    /// <summary>Networks or single addresses, blank- or comma-separated, over any number of lines with the same key.</summary>
    public IReadOnlyList<IPNetwork> Networks(string key) => [.. List(key).Select(NetworkOf).OfType<IPNetwork>()];

    /// <summary>An absolute path.</summary>
    public string? Path(string key, string? fallback)
    {
        var setting = One(key);
        if (setting is null)
            return fallback;
        if (setting.Value.StartsWith('/') || System.IO.Path.IsPathFullyQualified(setting.Value))
            return setting.Value;
        Wrong(setting, "an absolute path such as /etc/sallyport/…");
        return fallback;
    }

    /// <summary>Absolute paths, one per line with the same key.</summary>
    public IReadOnlyList<string> Paths(string key)
    {
        var paths = All(key);
        foreach (var path in paths.Where(path => !path.Value.StartsWith('/')))
            Wrong(path, "an absolute path such as /etc/sallyport/…");
        return [.. paths.Where(path => path.Value.StartsWith('/')).Select(path => path.Value)];
    }

    /// <summary>Words, blank- or comma-separated, over any number of lines with the same key.</summary>
    public IReadOnlyList<string> Words(string key) => [.. List(key).Select(word => word.Value)];

    /// <summary>The lines with this key as they stand, for values with a syntax of their own.</summary>
    public IReadOnlyList<Setting> All(string key)
    {
        known.Add(key);
        return settings.FindAll(setting => setting.Key == key);
    }

    /// <summary>The one line with this key as it stands.</summary>
    public Setting? One(string key) => Find(key);

    /// <summary>Adds "KEY is not …" for a value with a syntax of the reader's own.</summary>
    public void Wrong(Setting setting, string expected) =>
        file.Report(setting.Line, $"{setting.Key} is {SettingsReader.Shown(setting.Value)}; write {expected}");

    internal void Add(Setting setting) => settings.Add(setting);

    internal IEnumerable<SettingsFault> UnknownKeys() => settings
        .Where(setting => !known.Contains(setting.Key))
        .Select(setting => new SettingsFault(
            file.Path, setting.Line, $"there is no key {SettingsReader.Shown(setting.Key)}{Where()}; {NearestWord.Advice(setting.Key, known, "keys")}"));

    private string Where() => Kind.Length > 0 ? $" in [{Title}]" : "";

    private Setting? Find(string key)
    {
        known.Add(key);
        var first = settings.Find(setting => setting.Key == key);
        foreach (var other in settings.Where(setting => setting.Key == key && setting != first))
            file.Report(other.Line, $"{key} is already set in line {first!.Line}; keep one of the two");
        return first;
    }

    private T Read<T>(string key, T fallback, Func<string, T?> parse, string expected)
        where T : struct
    {
        if (Find(key) is not { } setting)
            return fallback;
        if (parse(setting.Value) is { } value)
            return value;
        Wrong(setting, expected);
        return fallback;
    }

    private IEnumerable<Setting> List(string key) =>
        from setting in All(key)
        from word in setting.Value.Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries)
        select setting with { Value = word };

    private IPEndPoint? EndPointOf(Setting setting)
    {
        var bracketed = setting.Value.StartsWith('[');
        var hasPort = bracketed ? setting.Value.Contains("]:", StringComparison.Ordinal) : setting.Value.Count(c => c == ':') == 1;
        if (hasPort && IPEndPoint.TryParse(setting.Value, out var endPoint) && endPoint.Port is >= 0 and <= 65535)
            return endPoint;
        Wrong(setting, "an address with a port such as 192.0.2.1:22 or [2001:db8::1]:22");
        return null;
    }

    private IPNetwork? NetworkOf(Setting setting)
    {
        if (Cidr.TryParse(setting.Value) is { } network)
            return network;
        Wrong(setting, "a network such as 192.0.2.0/24 or 2001:db8::/32, or one address");
        return null;
    }
}
