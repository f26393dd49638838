using System.Collections.Immutable;
using System.Globalization;
using Sallyport.Rules.Enforcing;
using Sallyport.Settings;

namespace Sallyport.Authority.Configuration;

/// <summary>Reads <c>[rollout]</c> and the <c>[rollout-group NAME]</c> sections.</summary>
internal static class RolloutSettings
{
    private const string Expected = "now, never, or a day such as 2027-02-01";

    public static Rollout Read(SettingsFile file)
    {
        var section = file.Section("rollout");
        var groups = ImmutableArray.CreateBuilder<GroupRollout>();
        foreach (var group in file.Sections("rollout-group"))
        {
            if (group.One("enforce") is not { } setting)
                file.Report(group.Line, $"enforce is missing in [rollout-group {group.Name}]; write enforce = now, or a day");
            else if (Day(setting.Value) is { } day)
                groups.Add(new GroupRollout(group.Name!, day));
            else
                group.Wrong(setting, "now, or a day such as 2027-02-01");
        }

        return new Rollout(
            Everybody(section), groups.ToImmutable(), section.Number("asked-of-256", Rollout.UsualAskedOf256, 0, 256))
        {
            EnrolsAtLogin = section.IsOn("enrol-at-login", Switch.Off),
        };
    }

    private static DateOnly? Everybody(SettingsSection section)
    {
        if (section.One("enforce") is not { Value: var value } setting)
            return Rollout.Complete.Everybody;
        if (value == "never")
            return null;
        if (Day(value) is { } day)
            return day;

        section.Wrong(setting, Expected);
        return Rollout.Complete.Everybody;
    }

    private static DateOnly? Day(string value) => value switch
    {
        "now" => DateOnly.MinValue,
        _ when DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => null,
    };
}
