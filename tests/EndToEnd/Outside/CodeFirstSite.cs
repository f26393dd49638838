using EndToEnd.Doors;
using EndToEnd.Machine;

namespace EndToEnd.Outside;

/// <summary>A site that asks for the code first: authority, outside door, inside door. Its tests share it and bring people of their own.</summary>
[Needs("oathtool pam_radius_auth.so")]
public sealed class CodeFirstSite : IAsyncLifetime
{
    /// <summary>A loopback address that the site trusts.</summary>
    public const string Trusted = "127.0.0.2";

    internal TestAuthority Authority { get; private set; } = null!;

    internal OutsideDoor Outside { get; private set; } = null!;

    internal InsideDoor Inside { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Authority = await TestAuthority.StartAsync();
        Outside = await OutsideDoor.OpenAsync("code-first", Authority.ConfigFile, "--trusted", Trusted + "/32");
        Inside = await InsideDoor.OpenAsync();
        await Authority.AdministerAsync("network", "add", Trusted + "/32");
    }

    public async ValueTask DisposeAsync()
    {
        await Inside.DisposeAsync();
        await Outside.DisposeAsync();
        await Authority.DisposeAsync();
    }
}

/// <summary>Somebody with a UNIX account, an authenticator app and a machine of their own.</summary>
internal sealed class Person : IAsyncDisposable
{
    private readonly CodeFirstSite site;

    private Person(CodeFirstSite site, Account account, AuthenticatorApp app) => (this.site, Account, App) = (site, account, app);

    public Account Account { get; }

    public AuthenticatorApp App { get; }

    public Client Client { get; } = new();

    public string Name => Account.Name;

    public static async Task<Person> JoinAsync(CodeFirstSite site)
    {
        var account = await Account.MakeAsync();
        return new Person(site, account, await site.Authority.EnrolTotpAsync(account.Name));
    }

    /// <summary>Logs in at the outside door and runs <c>id -un</c>.</summary>
    public Task<Run> LogInAsync(params string[] codes) =>
        Client.SshAsync(site.Outside.Port, Name, Account.Password, codes, "id", "-un");

    /// <summary>Logs in at the outside door from the address that the site trusts.</summary>
    public Task<Run> LogInFromTrustedAsync(params string[] codes) =>
        Client.SshAsync(site.Outside.Port, Name, Account.Password, codes, ["-b", CodeFirstSite.Trusted], ["id", "-un"]);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Account.DisposeAsync();
    }
}
