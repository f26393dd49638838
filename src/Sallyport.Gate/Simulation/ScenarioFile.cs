using System.Globalization;
using Sallyport.Gate.Admission;
using Sallyport.Settings;

namespace Sallyport.Gate.Simulation;

/// <summary>Reads a scenario: <c>[scenario]</c> and any number of <c>[guessers NAME]</c>, <c>[users NAME]</c>, <c>[log NAME]</c>.</summary>
internal static class ScenarioFile
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>The scenario, or everything that is wrong with its file.</summary>
    public static (Scenario? Scenario, IReadOnlyList<SettingsFault> Faults) Load(string path)
    {
        var file = SettingsFile.Load(path);
        var top = file.Section("scenario");
        var title = top.Text("title", Path.GetFileNameWithoutExtension(path))!;
        var start = StartOf(top);
        var length = top.Duration("length", TimeSpan.FromHours(6), TimeSpan.FromMinutes(1), Longest);
        var seed = (ulong)top.Number("seed", 1, 0, int.MaxValue);
        var faults = new List<SettingsFault>();
        Party[] parties =
        [
            .. file.Sections("guessers").Select(section => GuessersOf(section, length)),
            .. file.Sections("users").Select(UsersOf),
            .. file.Sections("log").Select(section => LogOf(section, path, start, faults)),
        ];
        if (parties.Length == 0 && file.Faults.Count == 0)
            file.Report(0, "the scenario is empty; write a [guessers NAME], [users NAME] or [log NAME] section");
        faults.AddRange(file.Faults);
        return (faults.Count == 0 ? new Scenario(title, start, (long)length.TotalMilliseconds, seed, parties) : null, faults);
    }

    private static Guessers GuessersOf(SettingsSection section, TimeSpan length)
    {
        var begins = section.Duration("begins", TimeSpan.Zero, TimeSpan.Zero, Longest);
        var ends = section.Duration("ends", length, TimeSpan.Zero, Longest);
        return new Guessers(section.Name!, new GuessPlan(
            section.Number("sources", 1, 1, 1_000_000),
            AddressesOf(section),
            SpanOf(section, "every", "1h"),
            SpanOf(section, "lasts", "3s"),
            section.Choice("outcome", LoginOutcome.WrongUser),
            section.Choice("hops", Hopping.Never),
            new Span((long)begins.TotalMilliseconds, (long)ends.TotalMilliseconds)));
    }

    private static HonestUsers UsersOf(SettingsSection section) => new(section.Name!, new HonestPlan(
        section.Number("people", 1, 1, 1_000_000),
        AddressesOf(section),
        section.Number("logins-per-day", 3, 1, 10_000),
        SpanOf(section, "lasts", "8s..25s"),
        section.Number("mistakes-percent", 5, 0, 100),
        (long)section.Duration("patience", TimeSpan.FromMinutes(15), TimeSpan.Zero, Longest).TotalMilliseconds,
        section.Choice("acquaintance", Acquaintance.Known)));

    private static LogReplay LogOf(SettingsSection section, string path, DateTimeOffset start, List<SettingsFault> faults)
    {
        var name = section.RequiredText("file");
        var full = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name);
        try
        {
            var log = ConnectionLog.Read(name.Length > 0 ? LogFile.Lines(full) : [], start);
            if (name.Length > 0 && log.Tries.Count == 0)
                faults.Add(new SettingsFault(path, section.One("file")!.Line, $"none of the {log.Lines} lines of {full} tells of a login that is understood; it reads sshd's lines, the gate's, and TIME ADDRESS OUTCOME"));
            return new LogReplay(section.Name!, log, SpanOf(section, "lasts", "3s"));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            faults.Add(new SettingsFault(path, section.One("file")!.Line, $"the log {full} cannot be read; name a file relative to the scenario, or an absolute path"));
            return new LogReplay(section.Name!, new LogContents([], 0, 0, 0, 0), new Span(0, 0));
        }
    }

    private static AddressPool AddressesOf(SettingsSection section)
    {
        var networks = section.Networks("from");
        if (networks.Count > 0)
            return new AddressPool(networks);
        section.RequiredText("from");
        return new AddressPool([System.Net.IPNetwork.Parse("198.51.100.0/24")]);
    }

    private static DateTimeOffset StartOf(SettingsSection section)
    {
        var fallback = new DateTimeOffset(2011, 8, 25, 22, 17, 33, TimeSpan.FromHours(10));
        if (section.One("start") is not { } setting)
            return fallback;
        if (DateTimeOffset.TryParse(setting.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start))
            return start;
        section.Wrong(setting, "a time such as 2011-08-25T22:17:33+10:00");
        return fallback;
    }

    // "3s" or "3s..15s".
    private static Span SpanOf(SettingsSection section, string key, string fallback)
    {
        var setting = section.One(key);
        var ends = (setting?.Value ?? fallback).Split("..");
        if (ends.Length <= 2 && Duration.TryParse(ends[0].Trim()) is { } least && Duration.TryParse(ends[^1].Trim()) is { } most && least <= most)
            return new Span((long)least.TotalMilliseconds, (long)most.TotalMilliseconds);
        section.Wrong(setting!, "a time such as 3s, or two such as 3s..15s");
        return new Span(1, 1);
    }
}
