using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Sallyport.Authority.Delivery;
using Sallyport.Rules.Logins;
using Sallyport.Settings;

namespace Sallyport.Authority.Configuration;

/// <summary>The sections <c>[deliver NAME]</c>, <c>[sms]</c> and <c>[web-push]</c>.</summary>
internal static class DeliverySettings
{
    private enum DriverKind
    {
        Http,
        Smtp,
        Command,
        Ntfy,
        Gotify,
        Webhook,
    }

    public static ImmutableArray<DeliverOptions> Read(SettingsFile file)
    {
        var ways = ImmutableArray.CreateBuilder<DeliverOptions>();
        foreach (var section in file.Sections("deliver"))
        {
            var standard = new DeliverOptions(section.Name!, [], new DriverOptions.Webhook(new Uri("https://localhost/")));
            var purposes = Purposes(section);
            var common = standard with
            {
                For = purposes,
                Attempts = section.Number("attempts", standard.Attempts, 1, 5),
                Timeout = section.Duration("timeout", standard.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
                SecretFile = section.Path("secret-file", null),
                RootsFile = section.Path("ca-file", null),
            };
            if (purposes.IsEmpty)
                file.Report(section.Line, $"for is missing in [deliver {section.Name}]; write for = sms, phone, push or alert");
            if (section.One("driver") is null)
                file.Report(section.Line, $"driver is missing in [deliver {section.Name}]; write driver = http, smtp, command, ntfy, gotify or webhook");
            if (Driver(section, common) is { } driver)
                ways.Add(common with { Driver = driver });
        }

        return ways.ToImmutable();
    }

    public static SmsPolicy Sms(SettingsSection section) => new(
        section.Number("count", SmsPolicy.Default.Count, 1, 10),
        section.Duration("life", SmsPolicy.Default.Life, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)),
        section.Number("per-hour", SmsPolicy.Default.PerHour, 1, 100));

    public static WebPushOptions WebPush(SettingsSection section)
    {
        var contact = section.Text("contact", WebPushOptions.Default.Contact);
        if (section.One("contact") is { } setting && !IsContact(contact))
            section.Wrong(setting, "mailto:somebody@your.site or an https address; push services refuse localhost");
        return new WebPushOptions(contact, section.IsOn("private-networks", Switch.Off), section.Path("ca-file", null));
    }

    private static bool IsContact(string? contact) =>
        Uri.TryCreate(contact, UriKind.Absolute, out var uri) && uri.Scheme is "mailto" or "https" && !uri.IsLoopback && uri.Host != "localhost";

    private static ImmutableHashSet<Purpose> Purposes(SettingsSection section)
    {
        var purposes = ImmutableHashSet.CreateBuilder<Purpose>();
        foreach (var word in section.Words("for"))
        {
            if (Enum.TryParse<Purpose>(word, ignoreCase: true, out var purpose) && char.IsAsciiLetterLower(word[0]))
                purposes.Add(purpose);
            else
                section.Wrong(section.One("for")!, "some of: sms, phone, push, alert");
        }

        return purposes.ToImmutable();
    }

    private static DriverOptions? Driver(SettingsSection section, DeliverOptions common) => section.Choice("driver", DriverKind.Http) switch
    {
        DriverKind.Http => Http(section),
        DriverKind.Smtp => Smtp(section, common),
        DriverKind.Command => Command(section),
        DriverKind.Ntfy => Server(section, "server") is { } server ? new DriverOptions.Ntfy(server) : null,
        DriverKind.Gotify => Server(section, "server") is { } server ? new DriverOptions.Gotify(server) : null,
        _ => Server(section, "url") is { } url ? new DriverOptions.Webhook(url) : null,
    };

    private static DriverOptions.Http? Http(SettingsSection section)
    {
        var url = TemplateOf(section, "url");
        var body = section.Has("body") ? TemplateOf(section, "body") : null;
        var headers = ImmutableArray.CreateBuilder<(string, Template)>();
        foreach (var setting in section.All("header"))
        {
            var colon = setting.Value.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && setting.Value[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && Template.Parse(setting.Value[(colon + 1)..].Trim()) is { } value)
                headers.Add((setting.Value[..colon], value));
            else
                section.Wrong(setting, $"Name: value, with {Template.Places}");
        }

        var success = ImmutableHashSet.CreateBuilder<int>();
        foreach (var word in section.Words("success"))
        {
            if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 200 and <= 299)
                success.Add(status);
            else
                section.Wrong(section.One("success")!, "statuses from 200 to 299");
        }

        var options = new DriverOptions.Http(
            section.Choice("method", Method.Post) switch { Method.Get => HttpMethod.Get, Method.Put => HttpMethod.Put, _ => HttpMethod.Post },
            url!,
            headers.ToImmutable(),
            body,
            section.Text("content-type", "application/x-www-form-urlencoded")!,
            section.Text("user", null),
            success.ToImmutable(),
            section.Text("success-text", null),
            section.IsOn("drops-copies", Switch.Off));
        if (url is null)
            return null;

        // Everything up to the path is written out: no message decides where it goes.
        var address = section.One("url")!;
        var start = address.Value.Split('{')[0];
        if (start.Split('/').Length < 4 || !Uri.TryCreate(start, UriKind.Absolute, out var server) || !IsAllowed(section, server))
            section.Wrong(address, "https://server/… (or http:// with clear-text = on), with no {…} before the path");
        return options;
    }

    private static DriverOptions.Smtp? Smtp(SettingsSection section, DeliverOptions common)
    {
        var tls = section.Choice("tls", SmtpTls.Starttls);
        var setting = section.One("server");
        var from = section.RequiredText("from");
        var to = section.Has("to") ? TemplateOf(section, "to") : Template.Parse("{to}");
        var user = section.Text("user", null);
        if (user is not null && common.SecretFile is null)
            section.Wrong(section.One("user")!, "a secret-file as well");
        if (from.Length > 0 && !MailAddresses.IsAddress(from))
            section.Wrong(section.One("from")!, "an e-mail address such as sallyport@your.site");
        if (setting is null)
        {
            section.RequiredText("server");
            return null;
        }

        var standard = tls switch { SmtpTls.Tls => 465, SmtpTls.None => 25, _ => 587 };
        if (!Uri.TryCreate("smtp://" + setting.Value, UriKind.Absolute, out var server) || server.AbsolutePath != "/" || server.Host.Length == 0)
            section.Wrong(setting, "a name with or without a port, such as mail.your.site:587");
        else if (tls == SmtpTls.None && !server.IsLoopback)
            section.Wrong(setting, "a server on this machine (localhost) with tls = none");
        else if (to is not null)
            return new DriverOptions.Smtp(new DnsEndPoint(server.IdnHost.Trim('[', ']'), server.IsDefaultPort || server.Port < 0 ? standard : server.Port), tls, user, from, to);
        return null;
    }

    private static DriverOptions.Command? Command(SettingsSection section)
    {
        var line = section.RequiredText("command");
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return null;
        var arguments = words[1..].Select(Template.Parse).ToArray();
        var setting = section.One("command")!;
        if (!words[0].StartsWith('/'))
            section.Wrong(setting, "a program with its full path, and its arguments");
        // Other users of the machine can read a program's arguments.
        if (arguments.Any(a => a is null || a.Names("text") || a.Names("secret")))
            section.Wrong(setting, "arguments with only {to}, {digits}, {id} or {person}: the text comes on standard input");
        else
            return new DriverOptions.Command(words[0], [.. arguments.OfType<Template>()]);
        return null;
    }

    private static Template? TemplateOf(SettingsSection section, string key)
    {
        var text = section.RequiredText(key);
        if (text.Length == 0)
            return null;
        var template = Template.Parse(text);
        if (template is null)
            section.Wrong(section.One(key)!, $"a text with the values {Template.Places}; write a literal brace twice");
        return template;
    }

    private static Uri? Server(SettingsSection section, string key)
    {
        var text = section.RequiredText(key);
        if (text.Length == 0)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsAllowed(section, uri))
            return uri;
        section.Wrong(section.One(key)!, "an https address (or http:// with clear-text = on)");
        return null;
    }

    // Passcodes and secrets travel there: in the clear only within this machine, or where the site says that its network may carry them.
    private static bool IsAllowed(SettingsSection section, Uri uri)
    {
        var clear = section.IsOn("clear-text", Switch.Off);
        return uri.UserInfo.Length == 0 && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && (uri.IsLoopback || clear)));
    }

    private enum Method
    {
        Post,
        Get,
        Put,
    }
}
