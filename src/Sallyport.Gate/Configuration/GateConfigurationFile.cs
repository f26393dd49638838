using System.Globalization;
using System.Net;
using Sallyport.Gate.Admission;
using Sallyport.Settings;

namespace Sallyport.Gate.Configuration;

/// <summary>Reads <c>gate.conf</c>. Every key of it is in this file, and with a comment in <c>packaging/gate.conf</c>.</summary>
internal static class GateConfigurationFile
{
    public const string DefaultPath = "/etc/sallyport/gate.conf";

    /// <summary>The configuration, or every fault that the file and the lists named in it have.</summary>
    public static (GateConfiguration? Configuration, AccessLists Lists, IReadOnlyList<SettingsFault> Faults) Load(string path) =>
        Read(SettingsFile.Load(path));

    public static (GateConfiguration? Configuration, AccessLists Lists, IReadOnlyList<SettingsFault> Faults) Read(SettingsFile file)
    {
        var gate = file.Section("gate");
        var configuration = new GateConfiguration
        {
            Listen = gate.EndPoints("listen"),
            Backend = BackendOf(gate),
            User = gate.Text("user", "sallyport-gate")!,
            PeekTime = gate.Duration("peek-time", Seconds(2), TimeSpan.FromMilliseconds(100), Seconds(30)),
            LoginGrace = gate.Duration("login-grace", Seconds(120), Seconds(1), TimeSpan.FromHours(1)),
            AcceptProxy = gate.Networks("accept-proxy"),
            StateFile = gate.Path("state", null),
            ControlSocket = gate.Path("control", null),
            Metrics = gate.EndPoint("metrics", null),
            Authority = AuthorityOf(gate),
            Help = HelpOf(gate),
            Rules = RulesOf(file),
            Lists = new ListFiles(file.Section("lists").Paths("deny"), file.Section("lists").Paths("allow")),
            Actions = ActionsOf(file.Section("actions")),
            Messages = file.Section("actions").Number("messages", 64, 0, 10_000),
            Tarpits = file.Section("actions").Number("tarpits", 64, 0, 10_000),
            RefusalLinesPerSecond = file.Section("log").Number("refusals-per-second", 10, 0, 10_000),
        };
        if (configuration.Metrics is { } metrics && !IPAddress.IsLoopback(metrics.Address))
            gate.Wrong(gate.One("metrics")!, "a local address such as 127.0.0.1:9417; let the collector connect through a proxy that controls access");
        var faults = new List<SettingsFault>(file.Faults);
        var lists = ListFile.Load(configuration.Lists, faults);
        return (faults.Count == 0 ? configuration : null, lists, faults);
    }

    private static Backend BackendOf(SettingsSection gate)
    {
        var program = gate.Path("sshd", "/usr/sbin/sshd")!;
        var arguments = gate.Words("sshd-arguments");
        var proxyHeader = gate.IsOn("send-proxy", Switch.Off) ? ProxyHeaderUse.Version2 : ProxyHeaderUse.None;
        var source = gate.Choice("relay-source", RelaySource.Own);
        var mark = gate.Number("relay-mark", 0, 0, int.MaxValue);
        var check = gate.Words("sshd-check");
        if (check.Count > 0 && !Path.IsPathRooted(check[0]))
            gate.Wrong(gate.One("sshd-check")!, "a program's full path and its arguments, such as /usr/bin/sallyport sshd check --before-start");
        var sshd = new Backend.Sshd(program, arguments.Count > 0 ? arguments : ["-i"], check);
        if (gate.One("backend") is not { } setting || setting.Value == "sshd")
            return sshd;
        if (setting.Value.StartsWith("relay ", StringComparison.Ordinal) && RelayTarget.Parse(setting.Value[6..].Trim()) is { } target)
            return new Backend.Relay(target, proxyHeader, source, mark);
        gate.Wrong(setting, "sshd, or relay HOST:PORT");
        return sshd;
    }

    /// <summary>It goes to anybody who connects, in one line of ASCII.</summary>
    private static string? HelpOf(SettingsSection gate)
    {
        if (gate.One("help") is not { } setting)
            return null;
        if (setting.Value.Length <= 200
            && setting.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or ':' or '.' or '-' or '_' or '~' or '[' or ']')
            && Uri.TryCreate(setting.Value, UriKind.Absolute, out var address) && address is { Scheme: "https", Host.Length: > 0 })
        {
            return setting.Value;
        }

        gate.Wrong(setting, "the address of the help pages, such as https://portal.example.org/help");
        return null;
    }

    private static AuthorityFeed? AuthorityOf(SettingsSection gate)
    {
        var token = gate.Path("authority-token", null);
        var root = gate.Path("authority-ca", null);
        if (gate.One("authority") is not { } setting)
            return null;
        if (Uri.TryCreate(setting.Value, UriKind.Absolute, out var address))
        {
            if (address.Scheme == "unix" && address.AbsolutePath.Length > 1 && address.Host.Length == 0)
                return new AuthorityFeed(address, null, null);
            if (address.Scheme == "https" && token is not null)
                return new AuthorityFeed(address, token, root);
        }

        gate.Wrong(setting, "unix:/run/sallyport/authority.sock, or https://HOST:PORT together with authority-token = /path");
        return null;
    }

    private static AdmissionRules RulesOf(SettingsFile file)
    {
        var defaults = new AdmissionRules();
        var limits = file.Section("limits");
        var lists = file.Section("lists");
        var rules = defaults with
        {
            Pending = limits.Number("pending", defaults.Pending, 1, 60_000),
            ReservedForKnown = limits.Number("reserved-known", defaults.ReservedForKnown, 0, 60_000),
            ReservedForRecovery = limits.Number("reserved-recovery", defaults.ReservedForRecovery, 0, 1000),
            HopsPerHour = limits.Number("hops-per-hour", defaults.HopsPerHour, 1, 10_000),
            KnownFor = limits.Duration("known-for", defaults.KnownFor, TimeSpan.FromHours(1), TimeSpan.FromDays(365)),
            Remember = limits.Number("remember", defaults.Remember, 1000, 10_000_000),
            RememberKnown = limits.Number("remember-known", defaults.RememberKnown, 100, 1_000_000),
            Strangers = LaneOf(file.Section("strangers"), defaults.Strangers),
            Known = LaneOf(file.Section("known"), defaults.Known),
            Penalties = PenaltiesOf(file.Section("penalties"), defaults.Penalties),
            Trusted = lists.Networks("trusted"),
            Recovery = lists.Networks("recovery"),
        };
        if (rules.ReservedForKnown + rules.ReservedForRecovery >= rules.Pending)
            file.Report(limits.Line, $"reserved-known and reserved-recovery leave no places of pending = {rules.Pending} for unknown sources; increase pending");
        return rules;
    }

    private static LaneLimits LaneOf(SettingsSection section, LaneLimits defaults) => new(
        section.Number("pending-per-source", defaults.PendingPerSource, 1, 60_000),
        section.Number("pending-per-network", defaults.PendingPerNetwork, 1, 60_000),
        RateOf(section, defaults.PerSource),
        section.Number("per-hour", defaults.PerSourceAndHour, 0, 60_000),
        OverallOf(section, defaults.Overall));

    private static Rate RateOf(SettingsSection section, Rate fallback)
    {
        if (section.One("rate") is not { } setting)
            return fallback;
        if (setting.Value == "none")
            return new Rate(0, TimeSpan.Zero, 0);
        var words = setting.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [var count, "per", var period, "burst", var burst]
            && Whole(count) is { } tokens && Duration.TryParse(period) is { } time && time > TimeSpan.Zero && Whole(burst) is { } most)
            return new Rate(tokens, time, most);
        section.Wrong(setting, "a rate such as 20 per 1m burst 15, or none");
        return fallback;
    }

    private static OverallRate OverallOf(SettingsSection section, OverallRate fallback)
    {
        if (section.One("cps") is not { } setting)
            return fallback;
        if (setting.Value == "none")
            return new OverallRate(0, TimeSpan.Zero);
        var words = setting.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [var count, var wait] && Whole(count) is { } perSecond && Duration.TryParse(wait) is { } pause)
            return new OverallRate(perSecond, pause);
        section.Wrong(setting, "connections per second and the wait after too many, such as 3 15s, or none");
        return fallback;
    }

    private static PenaltyRules PenaltiesOf(SettingsSection section, PenaltyRules defaults) => new(
        section.Number("free", defaults.Free, 0, 100),
        section.Duration("first", defaults.First, Seconds(1), TimeSpan.FromHours(1)),
        section.Duration("longest", defaults.Longest, Seconds(1), TimeSpan.FromDays(7)),
        section.Duration("longest-known", defaults.LongestForKnown, TimeSpan.Zero, TimeSpan.FromDays(7)),
        section.Duration("forget", defaults.Forget, Seconds(1), TimeSpan.FromDays(7)),
        section.Number("bad-hosts", defaults.BadHostsPerNetwork, 1, 200))
    {
        LongestForFirst = section.Duration("longest-first", defaults.LongestForFirst, Seconds(1), TimeSpan.FromDays(7)),
    };

    private static RefusalAction[] ActionsOf(SettingsSection section)
    {
        var actions = new RefusalAction[Enum.GetValues<AdmissionRefusal>().Length];
        foreach (var refusal in Enum.GetValues<AdmissionRefusal>())
        {
            if (refusal is AdmissionRefusal.None or AdmissionRefusal.Gone or AdmissionRefusal.NoDescriptors or AdmissionRefusal.Stopping or AdmissionRefusal.Backend)
                continue;
            var fallback = refusal is AdmissionRefusal.DenyList or AdmissionRefusal.Banned or AdmissionRefusal.NetworkPenalty or AdmissionRefusal.TotalRate or AdmissionRefusal.NotSsh or AdmissionRefusal.ProxyHeader
                ? RefusalAction.Close
                : RefusalAction.Message;
            actions[(int)refusal] = section.Choice(refusal.Word(), fallback);
        }

        return actions;
    }

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 60_000 ? number : null;

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
