using System.Globalization;
using System.Text;
using System.Text.Json;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Profile;

namespace Sallyport.Cli.Setup.Texts;

/// <summary>A site profile of one login server, which is this machine. Its serial and time are the authority's to set.</summary>
internal static class ProfileText
{
    /// <summary>The port at which a laptop carries the login server's own sshd.</summary>
    private const int LocalPort = 12022;

    public static async Task<string> OfAsync(SetupContext context, CancellationToken cancel)
    {
        var answers = context.Answers;
        var inside = await InsidePortAsync(context, cancel);
        var full = Environment.MachineName.ToLowerInvariant();
        string[] names = [.. new[] { full.Split('.')[0], full }.Distinct(StringComparer.Ordinal)];
        using var stream = new MemoryStream();
        await using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", SiteProfile.Version);
            json.WriteString("site", Label(answers.Site));
            json.WriteNumber("serial", 1);
            json.WriteString("issued-at", "2026-01-01T00:00:00Z");
            json.WriteStartObject("outside");
            json.WriteString("host", answers.PublicName);
            json.WriteNumber("port", answers.Port);
            json.WriteEndObject();
            json.WriteStartArray("inside");
            json.WriteStartObject();
            Strings(json, "names", names);
            json.WriteString("host", full);
            json.WriteNumber("port", inside);
            json.WriteBoolean("login", true);
            json.WriteEndObject();
            json.WriteEndArray();
            Strings(json, "networks", answers.Trusted);
            json.WriteStartArray("forwards");
            json.WriteStartObject();
            json.WriteString("name", SiteProfile.SshForward);
            json.WriteNumber("local-port", LocalPort);
            json.WriteString("host", "localhost");
            json.WriteNumber("port", inside);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteNumber("keepalive", 10);
            json.WriteString("x11", "auto");
            json.WriteBoolean("compression", true);
            HostKeys(json, context.DoorOf(answers), [answers.PublicName, .. names]);
            json.WriteString("portal", answers.Portal);
            if (answers.HasPortal)
                json.WriteString("help", answers.Portal.TrimEnd('/') + "/help");
            json.WriteStartObject("session");
            json.WriteNumber("max-minutes", 720);
            json.WriteNumber("warn-minutes", 15);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Strings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void HostKeys(Utf8JsonWriter json, Door door, IReadOnlyList<string> hosts)
    {
        json.WriteStartArray("host-keys");
        foreach (var words in door.HostKeys.Select(key => key + ".pub").Where(File.Exists).Select(key => File.ReadAllText(key).Split(' ', '\n')))
        {
            json.WriteStartObject();
            Strings(json, "hosts", hosts);
            json.WriteString("key", $"{words[0]} {words[1]}");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The profile's name takes lower-case letters, digits and dashes.</summary>
    private static string Label(string site)
    {
        var label = new string([.. site.ToLowerInvariant().Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')]).Trim('-');
        return label.Length > 0 && char.IsAsciiLetterLower(label[0]) ? label : "site-" + label;
    }

    /// <summary>The first port of the machine's own sshd.</summary>
    private static async Task<int> InsidePortAsync(SetupContext context, CancellationToken cancel)
    {
        if (!File.Exists(context.MachineConfig))
            return 22;
        var effective = await Tool.RunAsync(context.DoorPaths.Sshd, ["-T", "-f", context.MachineConfig], cancel);
        var port = effective.Output.Split('\n').FirstOrDefault(line => line.StartsWith("port ", StringComparison.Ordinal));
        return int.TryParse(port?[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 22;
    }
}
