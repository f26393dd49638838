using EndToEnd.Doors;
using EndToEnd.Machine;
using EndToEnd.Outside;

namespace EndToEnd.DayKeys;

/// <summary>Somebody with a UNIX account, an authenticator app and an SSH key.</summary>
internal sealed class KeyOwner : IAsyncDisposable
{
    private readonly DayKeySite site;

    private KeyOwner(DayKeySite site, Account account, AuthenticatorApp app) => (this.site, Account, App) = (site, account, app);

    public Account Account { get; }

    public AuthenticatorApp App { get; }

    public Client Client { get; } = new();

    public string Name => Account.Name;

    public string KeyFile => Client.In("id_ed25519");

    public Task<string> PublicKeyAsync() => File.ReadAllTextAsync(KeyFile + ".pub");

    public static async Task<KeyOwner> JoinAsync(DayKeySite site)
    {
        var account = await Account.MakeAsync();
        var owner = new KeyOwner(site, account, await site.Authority.EnrolTotpAsync(account.Name));
        await Run.MustAsync("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "laptop", "-f", owner.KeyFile);
        return owner;
    }

    /// <summary>What a session with code and password runs, given an input.</summary>
    public async Task<Run> WithCodeAsync(string input, params string[] command) => await Client.RunAsync(
        "/usr/bin/ssh", Account.Password, [await App.NextCodeAsync()], [.. Client.Options, "-p", Port, $"{Name}@127.0.0.1", .. command], input);

    /// <summary>Vouches for the key in a session with code and password.</summary>
    public async Task<Run> VouchAsync(params string[] options) =>
        await WithCodeAsync(await PublicKeyAsync(), site.Program, "key", "vouch", "-", "--config", site.Authority.ConfigFile, string.Join(' ', options));

    /// <summary>Vouches for the key, which must succeed.</summary>
    public async Task MustVouchAsync(params string[] options)
    {
        var vouched = await VouchAsync(options);
        Assert.True(vouched.ExitCode == 0, $"{vouched}\n{string.Join('\n', Client.Prompts)}");
    }

    /// <summary>Logs in with the key and nothing else.</summary>
    public Task<Run> WithKeyAsync(params string[] command) => WithKeyAsync([], command);

    public Task<Run> WithKeyAsync(string[] options, string[] command) => WithKeyAsync(Name, options, command, "");

    public Task<Run> WithKeyAsync(string account, string[] options, string[] command, string input) => Client.RunAsync(
        "/usr/bin/ssh", "", [], [.. Client.Options.SkipLast(2), "-i", KeyFile, .. options, "-p", Port, $"{account}@127.0.0.1", .. command], input);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Account.DisposeAsync();
    }

    private string Port => site.Outside.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
