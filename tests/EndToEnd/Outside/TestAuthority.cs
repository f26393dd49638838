using System.Globalization;
using EndToEnd.Machine;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Authority.Tests;

namespace EndToEnd.Outside;

/// <summary>The real authority in this process, on SQLite in a folder of its own, with a clock that the test moves.</summary>
internal sealed class TestAuthority : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-authority-").FullName;
    private AuthorityHost? host;

    public SteppedClock Clock { get; private init; } = new();

    public AuthorityHost Host => host ?? throw new InvalidOperationException("the authority is stopped");

    public string ConfigFile => Path.Combine(folder, "sallyport.conf");

    public string Notices => Path.Combine(folder, "notices");

    /// <summary>The root certificate of what it serves by TLS.</summary>
    public string RootFile => Path.Combine(folder, "state", CertificateAuthority.RootFile);

    public string RadiusSecretFile => Path.Combine(folder, "radius.secret");

    public int RadiusPort { get; } = FreePort.ForUdp();

    public async Task<string> RadiusSecretAsync() => (await File.ReadAllTextAsync(RadiusSecretFile)).Trim();

    public static Task<TestAuthority> StartAsync() => StartAsync(new SteppedClock(), "off", "");

    /// <param name="clock">The authority's.</param>
    /// <param name="duo">Where the Duo face listens, or <c>off</c>.</param>
    /// <param name="more">Settings of the test's own.</param>
    public static async Task<TestAuthority> StartAsync(SteppedClock clock, string duo, string more)
    {
        var authority = new TestAuthority { Clock = clock };
        // People ask the authority's socket as themselves.
        File.SetUnixFileMode(authority.folder, (UnixFileMode)0b111_001_001);
        await File.WriteAllTextAsync(authority.RadiusSecretFile, Guid.NewGuid().ToString("N") + "\n");
        await File.WriteAllTextAsync(authority.ConfigFile, $"""
            site = end to end
            state-folder = {authority.folder}/state
            socket = {authority.folder}/authority.sock
            notices-folder = {authority.Notices}
            [radius]
            listen = 127.0.0.1:{authority.RadiusPort}
            [radius-client here]
            address = 127.0.0.1
            secret-file = {authority.RadiusSecretFile}
            [duo]
            listen = {duo}
            {more}

            """);
        await authority.StartAgainAsync();
        return authority;
    }

    public async Task StartAgainAsync()
    {
        var (options, faults) = AuthoritySettings.Load(ConfigFile);
        Assert.Empty(faults);
        host = await AuthorityHost.StartAsync(options, new AuthorityDependencies { Clock = Clock, Start = File.Exists(Path.Combine(options.StateFolder, "sallyport.db")) ? StoreStart.Existing : StoreStart.New }, CancellationToken.None);
    }

    public async Task StopAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        host = null;
    }

    /// <summary>The command line, as root; must succeed.</summary>
    public Task<string> AdministerAsync(params string[] arguments) => SallyportCommand.MustAsync([.. arguments, "--config", ConfigFile]);

    /// <summary>Registers a person with an authenticator app.</summary>
    public async Task<AuthenticatorApp> EnrolTotpAsync(string person)
    {
        await AdministerAsync("user", "add", person);
        var printed = await AdministerAsync("totp", "enroll", "--for", person, "--text");
        var key = printed.Split('\n').Single(line => line.StartsWith("Key:", StringComparison.Ordinal))[4..].Replace(" ", "", StringComparison.Ordinal);
        var app = new AuthenticatorApp(key, Clock);
        await AdministerAsync("totp", "confirm", await app.CodeAsync(), "--for", person);
        return app;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }
}

/// <summary>An authenticator app: Debian's oathtool, so that nothing of ours makes the codes.</summary>
internal sealed class AuthenticatorApp(string key, SteppedClock clock)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>The app that scanned an otpauth URI.</summary>
    public static AuthenticatorApp Of(string uri, SteppedClock clock) => new(uri.Split("secret=")[1].Split('&')[0], clock);

    /// <summary>The code of now.</summary>
    public async Task<string> CodeAsync()
    {
        var now = clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        return (await Run.MustAsync("/usr/bin/oathtool", "--totp", "--base32", "--now", now, key)).Trim();
    }

    /// <summary>Waits, as the person does, until the app shows another code.</summary>
    public Task<string> NextCodeAsync()
    {
        clock.Step(Step);
        return CodeAsync();
    }
}
