using System.Text;

namespace Sallyport.Settings;

/// <summary>
/// A configuration file of ours: lines of <c># comment</c>, <c>[section]</c> or <c>[kind name]</c>, and <c>key = value</c>.
/// A value may stand in double quotes, to keep blanks or a <c>#</c>; outside quotes a blank followed by <c>#</c> starts a comment.
/// The reader asks for what it knows; what nobody asked for is a fault. Nothing throws: ask for <see cref="Faults"/> at the end.
/// </summary>
public sealed class SettingsFile
{
    /// <summary>A configuration is written by hand; a larger file is a mistake. In bytes.</summary>
    public const int MaxBytes = 1 << 20;

    private readonly List<SettingsFault> faults = [];
    private readonly List<SettingsSection> sections = [];
    private readonly HashSet<string> knownNames = new(StringComparer.Ordinal) { "" };
    private readonly HashSet<string> knownKinds = new(StringComparer.Ordinal);

    private SettingsFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>Parses text that is at hand; <paramref name="path"/> only serves the messages.</summary>
    public static SettingsFile Parse(string path, string text)
    {
        var file = new SettingsFile(path);
        if (text.Length > MaxBytes)
            file.Report(0, $"the file is larger than {MaxBytes} bytes; move long lists into separate files");
        else
            new SettingsReader(file).Read(text);
        return file;
    }

    /// <summary>Reads and parses a file; a file that cannot be read is a file with one fault.</summary>
    public static SettingsFile Load(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var bytes = new byte[MaxBytes + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Parse(path, Encoding.UTF8.GetString(bytes.AsSpan(0, length)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var file = new SettingsFile(path);
            file.Report(0, fault switch
            {
                FileNotFoundException or DirectoryNotFoundException => "there is no such file; create it, or name another with --config",
                ArgumentException or NotSupportedException => "this is not the name of a file",
                UnauthorizedAccessException => "this user may not read the file; run as the service's user or change its mode",
                _ => "the file cannot be read: " + fault.Message,
            });
            return file;
        }
    }

    /// <summary>The section <c>[name]</c>; an empty one when the file has none, so that defaults apply.</summary>
    public SettingsSection Section(string name)
    {
        knownNames.Add(name);
        var found = sections.Find(section => section.Kind == name && section.Name is null);
        if (found is null)
        {
            found = new SettingsSection(this, name, null, 0);
            sections.Add(found);
        }

        return found;
    }

    /// <summary>What stands before the first section header.</summary>
    public SettingsSection Top => Section("");

    /// <summary>All sections <c>[kind name]</c>, in the file's order.</summary>
    public IReadOnlyList<SettingsSection> Sections(string kind)
    {
        knownKinds.Add(kind);
        return sections.FindAll(section => section.Kind == kind && section.Name is not null);
    }

    /// <summary>
    /// Everything wrong, in the file's order. Ask when all settings have been read: sections and keys not asked for until now are faults.
    /// </summary>
    public IReadOnlyList<SettingsFault> Faults
    {
        get
        {
            var all = new List<SettingsFault>(faults);
            foreach (var section in sections)
            {
                if (section.Name is null ? knownNames.Contains(section.Kind) : knownKinds.Contains(section.Kind))
                    all.AddRange(section.UnknownKeys());
                else
                    all.Add(UnknownSection(section));
            }

            return [.. all.DistinctBy(fault => (fault.Line, fault.Sentence)).OrderBy(fault => fault.Line)];
        }
    }

    /// <summary>Adds a fault of the reader's own, such as two settings that exclude each other.</summary>
    public void Report(int line, string sentence) => faults.Add(new SettingsFault(Path, line, sentence));

    internal SettingsSection Open(string kind, string? name, int line)
    {
        var found = sections.Find(section => section.Kind == kind && section.Name == name);
        if (found is not null)
        {
            if (line > 0)
                Report(line, $"section [{found.Title}] already exists in line {found.Line}; put the settings together there");
            return found;
        }

        found = new SettingsSection(this, kind, name, line);
        sections.Add(found);
        return found;
    }

    private SettingsFault UnknownSection(SettingsSection section)
    {
        if (section.Name is null && knownKinds.Contains(section.Kind))
            return new(Path, section.Line, $"section [{section.Kind}] needs a name; write [{section.Kind} NAME]");
        if (section.Name is not null && knownNames.Contains(section.Kind))
            return new(Path, section.Line, $"section [{section.Kind}] takes no name; write [{section.Kind}]");
        var known = knownNames.Where(name => name.Length > 0).Concat(knownKinds).ToArray();
        return new(Path, section.Line, $"there is no section [{section.Title}]; {NearestWord.Advice(section.Kind, known, "sections")}");
    }
}
