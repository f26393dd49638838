using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Sallyport.Rules.Budgets;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.Logins;
using Sallyport.Settings;

namespace Sallyport.Authority.Configuration;

/// <summary>Reads <c>sallyport.conf</c>. One method a section; every fault is reported, with its line.</summary>
internal static class AuthoritySettings
{
    private static readonly AuthorityOptions Default = new();

    public static (AuthorityOptions Options, IReadOnlyList<SettingsFault> Faults) Load(string path) => Read(SettingsFile.Load(path));

    public static (AuthorityOptions Options, IReadOnlyList<SettingsFault> Faults) Read(SettingsFile file)
    {
        var top = file.Top;
        var options = new AuthorityOptions
        {
            Site = SiteName(top),
            StateFolder = top.Path("state-folder", Default.StateFolder)!,
            KeyFile = top.Path("key-file", Default.KeyFile),
            Socket = top.Path("socket", Default.Socket)!,
            NoticesFolder = top.Path("notices-folder", Default.NoticesFolder)!,
            AdministratorGroup = top.Text("administrator-group", Default.AdministratorGroup)!,
            GateGroup = top.Text("gate-group", Default.GateGroup)!,
            Metrics = Metrics(top),
            ExportKeys = top.IsOn("export-keys", Switch.Off),
            TimeZone = TimeZone(top),
            TriesPerConnection = top.Number("tries-per-connection", Default.TriesPerConnection, 1, 10),
            Budgets = Budgets(file.Section("budgets")),
            WebOtp = WebOtp(file.Section("web-otp")),
            Skey = Skey(file.Section("skey")),
            Push = Push(file.Section("push")),
            Radius = Radius(file),
            Duo = Duo(file.Section("duo")),
            Portal = PortalSettings.Read(file.Section("portal")) with { SignOn = SingleSignOnSettings.Read(file.Section("sign-on")) },
            Gates = Gates(file),
            Rollout = RolloutSettings.Read(file),
            Names = Names(file.Section("names")),
            Deliver = DeliverySettings.Read(file),
            Sms = DeliverySettings.Sms(file.Section("sms")),
            WebPush = DeliverySettings.WebPush(file.Section("web-push")),
        };
        options = options with { Decoys = Decoys(file.Section("decoys"), options), DayKeys = DayKeySettings.Read(file.Section("day-keys"), options) };
        return (options, file.Faults);
    }

    private static IPEndPoint? Metrics(SettingsSection top)
    {
        var endPoint = top.EndPoint("metrics", null);
        if (endPoint is not null && !IPAddress.IsLoopback(endPoint.Address))
            top.Wrong(top.One("metrics")!, "a local address such as 127.0.0.1:9418; let the collector connect through a proxy that controls access");
        return endPoint;
    }

    private static string SiteName(SettingsSection top)
    {
        var setting = top.One("site");
        if (setting is null)
            return Default.Site;
        if (setting.Value.Length is 0 or > 40 || !setting.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or '-'))
            top.Wrong(setting, "1 to 40 letters, digits, spaces, dots and hyphens");
        return setting.Value;
    }

    private static TimeZoneInfo TimeZone(SettingsSection top)
    {
        if (top.One("time-zone") is not { Value: not "local" } setting)
            return Default.TimeZone;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(setting.Value, out var zone))
            return zone;
        top.Wrong(setting, "local or a zone such as Australia/Sydney");
        return Default.TimeZone;
    }

    private static NameOptions Names(SettingsSection section) =>
        new(section.IsOn("fold-case", Switch.Off), [.. section.Words("strip-realms")]);

    private static BudgetPolicy Budgets(SettingsSection section)
    {
        var standard = BudgetPolicy.Default;
        return new BudgetPolicy(
            section.Number("failures-per-source", standard.FailuresPerSource, 1, 100),
            section.Number("failures-from-strangers", standard.FailuresFromUnknownNetworks, 1, 1000),
            section.Duration("closing", standard.Lockout, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
            section.Duration("source-memory", standard.SourceMemory, TimeSpan.FromHours(1), TimeSpan.FromDays(365)))
        {
            WrongCodesPerDay = section.Number("wrong-codes-per-day", standard.WrongCodesPerDay, 1, 100),
        };
    }

    private static WebOtpPolicy WebOtp(SettingsSection section) => new(
        section.Duration("life", WebOtpPolicy.Default.Life, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1)),
        section.Number("per-hour", WebOtpPolicy.Default.IssuedPerHour, 1, 100));

    private static PushOptions Push(SettingsSection section) => new()
    {
        Policy = PushPolicy.Default with
        {
            Life = section.Duration("life", PushPolicy.Default.Life, TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(5)),
            PerHour = section.Number("per-hour", PushPolicy.Default.PerHour, 1, 100),
            WithoutNumber = section.Choice("without-number", PushPolicy.Default.WithoutNumber),
            BeforePassword = section.Choice("before-password", PushPolicy.Default.BeforePassword),
        },
        CodeFirstHosts = [.. section.Words("code-first-hosts")],
    };

    private static SkeyOptions Skey(SettingsSection section) => new(
        section.Number("lines", Default.Skey.Lines, 20, 2000),
        section.Choice("algorithm", Default.Skey.Algorithm),
        section.Number("warn-below", Default.Skey.WarnBelow, 0, 500));

    private static DecoyMix Decoys(SettingsSection section, AuthorityOptions options) => DecoyMix.Default with
    {
        SkeyOf256 = section.Number("skey-of-256", DecoyMix.Default.SkeyOf256, 0, 256),
        WebOtpOf256 = section.Number("web-otp-of-256", DecoyMix.Default.WebOtpOf256, 0, 256),
        CalculatedOf256 = section.Number("calculated-of-256", DecoyMix.Default.CalculatedOf256, 0, 256),
        BrowsersOf256 = section.Number("browsers-of-256", DecoyMix.Default.BrowsersOf256, 0, 256),
        PhonesOf256 = section.Number("phones-of-256", DecoyMix.Default.PhonesOf256, 0, 256),
        Since = section.One("since") is { } since ? Day(section, since) : DecoyMix.Default.Since,
        TimeZone = options.TimeZone,
        WebOtpLife = options.WebOtp.Life,
        Site = options.Site,
        SheetLines = options.Skey.Lines,
        Algorithm = options.Skey.Algorithm,
    };

    private static DateOnly Day(SettingsSection section, Setting setting)
    {
        if (DateOnly.TryParseExact(setting.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2020 and < 2200)
            return day;
        section.Wrong(setting, "a day such as 2027-02-01");
        return DecoyMix.Default.Since;
    }

    private static RadiusOptions Radius(SettingsFile file)
    {
        var section = file.Section("radius");
        var clients = ImmutableArray.CreateBuilder<RadiusClientOptions>();
        foreach (var client in file.Sections("radius-client"))
        {
            var networks = client.Networks("address");
            if (networks.Count == 0)
                file.Report(client.Line, $"address is missing in [radius-client {client.Name}]; write address = 127.0.0.1 or a network");
            if (client.Path("secret-file", null) is { } secret)
                clients.Add(new RadiusClientOptions(client.Name!, [.. networks], secret) { ReplyAttributes = ReplyAttributes(client) });
            else
                file.Report(client.Line, $"secret-file is missing in [radius-client {client.Name}]; write secret-file = /etc/sallyport/radius/{client.Name}.secret");
        }

        if (file.Sections("radius-client").Count == 0 && File.Exists(RadiusClientOptions.ThisMachine.SecretFile))
            clients.Add(RadiusClientOptions.ThisMachine);

        return new RadiusOptions
        {
            Listen = Listen(section, Default.Radius.Listen),
            Echo = section.IsOn("echo", Switch.On),
            Clients = clients.ToImmutable(),
            Proxied = Proxied(section),
        };
    }

    private static byte[] ReplyAttributes(SettingsSection client)
    {
        var all = new List<byte>();
        foreach (var setting in client.All("reply"))
        {
            if (RadiusDictionary.Encode(setting.Value) is not { } attribute)
                client.Wrong(setting, $"a name and a valid value, such as Filter-Id staff; the names are {RadiusDictionary.Names}");
            else if (all.Count + attribute.Length > RadiusClientOptions.MostReplyAttributes)
                client.Wrong(setting, $"fewer or shorter attributes: together they may have {RadiusClientOptions.MostReplyAttributes} bytes");
            else
                all.AddRange(attribute);
        }

        return [.. all];
    }

    private static ProxiedOptions? Proxied(SettingsSection section)
    {
        var control = section.Path("gate-control", "/run/sallyport-gate/control.sock")!;
        var proxies = section.Networks("proxies");
        return proxies.Count > 0 ? new ProxiedOptions([.. proxies], control) : null;
    }

    private static ImmutableArray<GateOptions> Gates(SettingsFile file)
    {
        var gates = ImmutableArray.CreateBuilder<GateOptions>();
        foreach (var gate in file.Sections("gate"))
        {
            if (gate.Path("token-file", null) is { } token)
                gates.Add(new GateOptions(gate.Name!, token));
            else
                file.Report(gate.Line, $"token-file is missing in [gate {gate.Name}]; write token-file = /etc/sallyport/gates/{gate.Name}.token");
        }

        return gates.ToImmutable();
    }

    private static DuoOptions Duo(SettingsSection section)
    {
        var names = section.Words("names");
        var options = new DuoOptions
        {
            Listen = Listen(section, Default.Duo.Listen),
            Names = names.Count == 0 ? Default.Duo.Names : [.. names],
            CertificateFile = section.Path("certificate-file", null),
            CertificateKeyFile = section.Path("certificate-key-file", null),
        };
        if (section.One("certificate-file") is { } chain && options.CertificateKeyFile is null)
            section.Wrong(chain, "a certificate-key-file as well");
        return options;
    }

    /// <summary><c>listen = off</c> turns a face off; no line at all means the default.</summary>
    internal static ImmutableArray<IPEndPoint> Listen(SettingsSection section, ImmutableArray<IPEndPoint> standard) => section.All("listen") switch
    {
        [] => standard,
        [{ Value: "off" }] => [],
        _ => [.. section.EndPoints("listen")],
    };
}
