using System.Globalization;
using EndToEnd.Machine;
using EndToEnd.Outside;
using Microsoft.Playwright;
using Sallyport.Authority.Tests;

namespace EndToEnd.Portal;

/// <summary>The tests with a browser run one after the other: two browsers at once are slower on two cores than one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class Browsing
{
    public const string Name = "browsing";
}

/// <summary>An authority with the portal on loopback, and a browser that trusts its root.</summary>
[Needs("chromium certutil oathtool npm")]
public class PortalSite : IAsyncLifetime
{
    private readonly ReachableProgram program = new();
    private readonly DirectoryInfo folders = Directory.CreateTempSubdirectory("sallyport-hosts-");
    private readonly int port = FreePort.ForTcp();

    internal TestAuthority Authority { get; private set; } = null!;

    internal Browser Browser { get; private set; } = null!;

    /// <summary>Without a slash at the end.</summary>
    public string Origin => "https://localhost:" + port.ToString(CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        var (settings, root) = await PrepareAsync();
        Authority = await TestAuthority.StartAsync(SteppedClock.Running(), $"127.0.0.1:{FreePort.ForTcp()}", $"""
            names = localhost
            [push]
            before-password = always
            [portal]
            url = {Origin}
            listen = 127.0.0.1:{port}
            {settings}
            """);
        Browser = await Browser.StartAsync(root is null ? [Authority.RootFile] : [Authority.RootFile, root]);
        await FinishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await EndAsync();
        program.Dispose();
        folders.Delete(recursive: true);
        await Browser.DisposeAsync();
        await Authority.DisposeAsync();
    }

    /// <summary>More that a site of this kind has: settings, and the file of a root certificate that browsers trust.</summary>
    protected virtual Task<(string Settings, string? Root)> PrepareAsync() => Task.FromResult<(string, string?)>(("", null));

    /// <summary>What needs the authority.</summary>
    protected virtual Task FinishAsync() => Task.CompletedTask;

    /// <summary>Ends what was begun by the two above.</summary>
    protected virtual ValueTask EndAsync() => ValueTask.CompletedTask;

    /// <summary>A host that asks by the Duo protocol: its login_duo.conf.</summary>
    internal async Task<string> AddHostAsync(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(folders.FullName, name));
        folder.UnixFileMode = folders.UnixFileMode = (UnixFileMode)0b111_101_101;
        await Authority.AdministerAsync("host", "add", name, "--install", folder.FullName);
        var file = Path.Combine(folder.FullName, "login_duo.conf");
        // A refused login ends instead of asking twice more.
        await File.AppendAllTextAsync(file, "prompts = 1\n");
        return file;
    }

    /// <summary>The link that the command prints in a login session of the person.</summary>
    internal async Task<string> LinkAsync(Account person) => (await Run.MustAsync(
        "/usr/bin/setpriv", "--reuid", person.Name, "--regid", person.Name, "--clear-groups", program.Path, "portal", "link", "--config", Authority.ConfigFile)).Trim();

    /// <summary>Somebody with a UNIX account and recovery codes, signed in by link and a code in a window of his own.</summary>
    internal Task<Visitor> SignInAsync() => SignInAsync(null);

    /// <summary>The same for a member of a UNIX group.</summary>
    internal async Task<Visitor> SignInAsync(string? group)
    {
        var person = await Account.MakeAsync();
        if (group is not null)
            await Run.MustAsync("/usr/sbin/usermod", "--append", "--groups", group, person.Name);
        await Authority.AdministerAsync("user", "add", person.Name);
        var printed = await Authority.AdministerAsync("recovery-codes", "--for", person.Name);
        var codes = new Queue<string>(printed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        var window = await Browser.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(await LinkAsync(person));
        await page.GetByRole(AriaRole.Textbox).FillAsync(codes.Dequeue());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
        return new Visitor(this, person, codes, window, page);
    }
}

/// <summary>Somebody who is signed in, with the window open.</summary>
/// <param name="Codes">Recovery codes not used yet.</param>
internal sealed record Visitor(PortalSite Site, Account Account, Queue<string> Codes, IBrowserContext Window, IPage Page) : IAsyncDisposable
{
    public Task GoAsync(string path) => Page.GotoAsync(Site.Origin + path);

    public string Name => Account.Name;

    /// <summary>For the test's files.</summary>
    public string Folder => Account.Home;

    public async ValueTask DisposeAsync()
    {
        await Window.DisposeAsync();
        await Account.DisposeAsync();
    }
}
