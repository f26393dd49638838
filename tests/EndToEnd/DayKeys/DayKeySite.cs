using EndToEnd.Doors;
using EndToEnd.Machine;
using EndToEnd.Outside;

namespace EndToEnd.DayKeys;

/// <summary>A code-first site with day keys: authority and outside door. Its tests share it and bring people of their own.</summary>
[Needs("oathtool pam_radius_auth.so")]
public class DayKeySite : IAsyncLifetime
{
    /// <summary>A loopback address that the site trusts.</summary>
    public const string Trusted = "127.0.2.1";

    private ReachableProgram? program;
    private Account? asking;

    internal TestAuthority Authority { get; private set; } = null!;

    internal OutsideDoor Outside { get; private set; } = null!;

    /// <summary>The command, where sshd, PAM and everybody may run it.</summary>
    internal string Program => program!.Path;

    /// <summary>More of the section <c>[day-keys]</c>.</summary>
    protected virtual string More => "";

    public async ValueTask InitializeAsync()
    {
        program = new ReachableProgram("/var/lib");
        asking = await Account.MakeAsync();
        Authority = await TestAuthority.StartAsync(new SteppedClock(), "off", $"""
            [day-keys]
            longest-life = 10h
            asking-user = {asking.Name}
            {More}
            """);
        Outside = await OutsideDoor.OpenWithAsync(Program, "code-first", Authority.ConfigFile, "--trusted", Trusted + "/32");
        await Authority.AdministerAsync("network", "add", Trusted + "/32");
    }

    public async ValueTask DisposeAsync()
    {
        await Outside.DisposeAsync();
        await Authority.DisposeAsync();
        await asking!.DisposeAsync();
        program!.Dispose();
        GC.SuppressFinalize(this);
    }
}
