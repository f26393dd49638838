using System.CommandLine;
using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;
using Sallyport.Profile;
using Sallyport.Settings;

namespace Sallyport.Cli.Hosts;

/// <summary><c>sallyport site</c>: what people's machines (ssh-with-2fa) are told about the site.</summary>
internal static class SiteCommand
{
    private static readonly Option<FileInfo?> File = new("--file") { Description = "publish this file, without an editor", HelpName = "FILE" };

    private const string Example = """
        {
          "version": 1,
          "site": "example",
          "serial": 1,
          "issued-at": "2026-01-01T00:00:00Z",
          "outside": {"host": "ssh.example.org", "port": 22},
          "inside": [{"names": ["login", "login.example.org"], "host": "login.example.org", "port": 22, "login": true}],
          "networks": ["192.0.2.0/24"],
          "forwards": [{"name": "ssh", "local-port": 12022, "host": "login.example.org", "port": 22}],
          "socks-port": 13080,
          "keepalive": 10,
          "x11": "auto",
          "compression": true,
          "host-keys": [],
          "portal": "https://2fa.example.org",
          "session": {"max-minutes": 720, "warn-minutes": 15}
        }
        """;

    public static Command Create() => new("site", "Show and change the site profile for users' machines.")
    {
        AuthorityCommand.Create("show", "Print the published profile, its fingerprints and the set-up command for users.", ShowAsync, AuthorityCommand.Json),
        AuthorityCommand.Create("edit", "Change the profile in $EDITOR, check it, sign it and publish it.", EditAsync, File),
        SitePagesCommand.Create(),
    };

    private static async Task ShowAsync(Call call)
    {
        var site = await call.Authority.GetAsync("/v1/site", LocalJson.Default.SiteMessage, call.Cancel);
        if (call.WantsJson)
        {
            await call.Output.WriteLineAsync(JsonSerializer.Serialize(site, LocalJson.Default.SiteMessage));
            return;
        }

        if (site.Payload is null)
            throw new CommandFailure(ExitCode.Failed, "no profile is published yet; write one with: sallyport site edit");

        await call.Output.WriteLineAsync(Indented(site.Payload));
        await call.Output.WriteLineAsync();
        await call.Output.WriteLineAsync($"Signed with the key {site.KeyFingerprint}.");
        await call.Output.WriteLineAsync("Users type on their own machines:");
        var fingerprint = site.RootFingerprint is { } root ? $" --ca-fingerprint {root}" : string.Empty;
        await call.Output.WriteLineAsync($"  ssh-with-2fa setup {site.Portal}{fingerprint}");
    }

    private static async Task EditAsync(Call call)
    {
        if (call.Parsed.GetValue(File) is { } file)
        {
            if (!file.Exists)
                throw new CommandFailure(ExitCode.Failed, $"there is no file {file}");
            await PublishAsync(BoundedFile.Text(file.FullName), call);
            return;
        }

        var site = await call.Authority.GetAsync("/v1/site", LocalJson.Default.SiteMessage, call.Cancel);
        var present = site.Payload is null ? Example : Indented(site.Payload);
        var draft = Path.Combine(Directory.CreateTempSubdirectory("sallyport-site-").FullName, "site-profile.json");
        await System.IO.File.WriteAllTextAsync(draft, present, call.Cancel);
        try
        {
            await RunEditorAsync(draft, call.Cancel);
            var edited = BoundedFile.Text(draft);
            if (edited == present)
                await call.Output.WriteLineAsync("Nothing was changed, so nothing was published.");
            else
                await PublishAsync(edited, call);
        }
        catch (CommandFailure failure)
        {
            throw new CommandFailure(failure.Code, $"{failure.Message}; your text is in {draft}: correct it, then publish it with: sallyport site edit --file {draft}");
        }

        Directory.Delete(Path.GetDirectoryName(draft)!, recursive: true);
    }

    private static async Task PublishAsync(string profile, Call call)
    {
        if (ProfileReader.Read(Encoding.UTF8.GetBytes(profile)).Problem is { } problem)
            throw new CommandFailure(ExitCode.Failed, $"{problem.Sentence}; nothing was published");

        var published = await call.Authority.PostAsync(
            "/v1/site", new SiteRequestMessage(profile), LocalJson.Default.SiteRequestMessage, LocalJson.Default.SitePublishedMessage, call.Cancel);
        await call.Output.WriteLineAsync($"The profile was published with the serial {published.Serial}.");
    }

    private static async Task RunEditorAsync(string path, CancellationToken cancel)
    {
        var editor = Environment.GetEnvironmentVariable("VISUAL") ?? Environment.GetEnvironmentVariable("EDITOR") ?? "sensible-editor";
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", editor + " \"$1\"", "sh", path]) { UseShellExecute = false })!;
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
            throw new CommandFailure(ExitCode.Failed, "the editor exited with an error; nothing was published");
    }

    /// <summary>Host keys stay as they are: a plus sign is not escaped.</summary>
    private static string Indented(string json)
    {
        using var document = JsonDocument.Parse(json);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            document.WriteTo(writer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
