using System.Globalization;
using Sallyport.Rules.DayKeys;
using Sallyport.Settings;

namespace Sallyport.Authority.Configuration;

/// <summary>Reads <c>[day-keys]</c>: there are none unless <c>longest-life</c> is set.</summary>
internal static class DayKeySettings
{
    /// <summary>The groups of administrators on the usual systems.</summary>
    private static readonly string[] Administrators = ["sudo", "wheel", "adm", "admin"];

    public static DayKeyOptions Read(SettingsSection section, AuthorityOptions options)
    {
        var standard = DayKeyPolicy.Off;
        return new DayKeyOptions(section.Text("asking-user", new DayKeyOptions().AskingUser)!)
        {
            Policy = new DayKeyPolicy(
                section.Has("longest-life") ? section.Duration("longest-life", TimeSpan.FromHours(10), TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)) : null,
                Latest(section),
                options.TimeZone,
                section.IsOn("bound-to-network", Switch.On),
                section.Choice("second-network", standard.SecondNetwork),
                [.. section.Words("groups")],
                section.Has("not-groups") ? [.. section.Words("not-groups")] : [.. Administrators, options.AdministratorGroup],
                section.Number("most-keys", standard.Most, 1, 20)),
        };
    }

    private static TimeOnly? Latest(SettingsSection section)
    {
        if (section.One("latest") is not { } setting)
            return null;
        if (TimeOnly.TryParseExact(setting.Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        section.Wrong(setting, "a time of day such as 19:00");
        return null;
    }
}
