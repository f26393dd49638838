using Sallyport.Rules.People;
using Sallyport.Settings;

namespace Sallyport.Authority.Configuration;

/// <summary>Reads the section <c>[portal]</c>.</summary>
internal static class PortalSettings
{
    private static readonly PortalOptions Default = new();

    public static PortalOptions Read(SettingsSection section)
    {
        var standard = PortalPolicy.Default;
        return new PortalOptions
        {
            Url = Url(section),
            Listen = AuthoritySettings.Listen(section, Default.Listen),
            AdministratorGroup = section.Text("administrator-group", null),
            HelpdeskGroup = section.Text("helpdesk-group", null),
            HelpdeskInPerson = section.Choice("helpdesk-in-person", Default.HelpdeskInPerson),
            OwnSheets = section.Choice("own-sheets", Default.OwnSheets),
            OwnPhones = section.Choice("own-phones", Default.OwnPhones),
            Help = section.Choice("help", Default.Help),
            GateControl = section.Path("gate-control", Default.GateControl)!,
            Policy = standard with
            {
                Idle = section.Duration("idle", standard.Idle, TimeSpan.FromMinutes(1), TimeSpan.FromHours(8)),
                Life = section.Duration("life", standard.Life, TimeSpan.FromMinutes(5), TimeSpan.FromHours(24)),
                StepUp = section.Duration("step-up", standard.StepUp, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)),
            },
        };
    }

    private static Uri? Url(SettingsSection section)
    {
        if (section.One("url") is not { } setting)
            return null;
        if (Uri.TryCreate(setting.Value, UriKind.Absolute, out var url)
            && url is { Scheme: "https", PathAndQuery: "/", Fragment.Length: 0, UserInfo.Length: 0, Host.Length: > 0 })
        {
            return url;
        }

        section.Wrong(setting, "an address such as https://portal.example.org, with nothing after the host and port");
        return null;
    }
}
