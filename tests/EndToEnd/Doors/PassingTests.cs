using EndToEnd.Machine;
using EndToEnd.Outside;
using Sallyport.Authority.Tests;

namespace EndToEnd.Doors;

/// <summary>
/// Every way that Debian's pam_duo, pam_radius_auth and login_duo have of letting somebody pass, with the real modules and the files that the
/// installer writes: the person is refused, and the check before each start says so and keeps the door from starting.
/// </summary>
[Needs("pam_duo.so pam_radius_auth.so login_duo pamtester oathtool")]
public sealed class PassingTests(PassingTests.Site site) : IClassFixture<PassingTests.Site>
{
    /// <summary>What is done to the door, and whether the stock part alone lets everybody pass then.</summary>
    private static readonly (string Attack, string Order, string Script, bool Passes)[] InTheFile =
    [
        ("pam_duo.conf is readable by its group", "password-first", "chmod 0640 $duo", true),
        ("pam_duo.conf is readable by others", "password-first", "chmod 0604 $duo", true),
        ("pam_duo.conf is readable by all", "password-first", "chmod 0644 $duo", true),
        ("pam_duo.conf is writable by its group", "password-first", "chmod 0620 $duo", false),
        ("pam_duo.conf is empty", "password-first", ": > $duo", true),
        ("pam_duo.conf is gone", "password-first", "rm $duo", true),
        ("pam_duo.conf is a folder", "password-first", "rm $duo; mkdir $duo", true),
        ("pam_duo.conf is cut short", "password-first", "head -n 3 $duo > $own/short; cat $own/short > $duo", true),
        ("pam_duo.conf has no section", "password-first", "sed -i '/^.duo.$/d' $duo", false),
        ("failmode is missing, the authority away", "password-first", "sed -i '/^failmode/d; s/^host.*/host = localhost:1/' $duo", true),
        ("failmode = safe, the authority away", "password-first", "sed -i 's/^failmode.*/failmode = safe/; s/^host.*/host = localhost:1/' $duo", true),
        ("failmode = safe after failmode = secure", "password-first", "echo 'failmode = safe' >> $duo; sed -i 's/^host.*/host = localhost:1/' $duo", true),
        ("failmode goes on in a second line", "password-first", "sed -i 's/^failmode.*/failmode = secure\\n  safe/; s/^host.*/host = localhost:1/' $duo", true),
        ("a secret that the authority does not know, failing open", "password-first", "sed -i 's/^failmode.*/failmode = safe/; s/^skey = /skey = x/' $duo", true),
        ("groups exempts everybody else", "password-first", "echo 'groups = nogroup' >> $duo", true),
        ("group exempts everybody else", "password-first", "echo 'group = nogroup' >> $duo", true),
        ("an unknown option", "password-first", "echo 'colour = red' >> $duo", false),
        ("an unknown option before failmode", "password-first", "sed -i 's/^host/colour = red\\nhost/; /^failmode/d' $duo", true),
        ("a line of 300 bytes", "password-first", "printf '; %0300d\\n' 0 >> $duo", false),
        ("another authority", "password-first", "sed -i 's/^host.*/host = localhost:1/' $duo", false),
        ("a secret that the authority does not know", "password-first", "sed -i 's/^skey = ./skey = x/' $duo", false),
        ("login_duo.conf belongs to root", "login-duo", "chown root $login", true),
        ("login_duo.conf is readable by its group", "login-duo", "chmod 0640 $login", true),
        ("login_duo.conf is readable by all", "login-duo", "chmod 0644 $login", true),
        ("login_duo.conf is empty", "login-duo", ": > $login", true),
        ("login_duo.conf is gone", "login-duo", "rm $login", true),
        ("login_duo.conf exempts everybody else", "login-duo", "echo 'groups = nogroup' >> $login", true),
        ("login_duo.conf says failmode = safe, the authority away", "login-duo", "sed -i 's/^failmode.*/failmode = safe/; s/^host.*/host = localhost:1/' $login", true),
        ("login_duo lost its setuid bit", "login-duo", "cp /usr/sbin/login_duo $own/plain; mount --bind $own/plain /usr/sbin/login_duo", true),
        ("pam_radius.conf is gone", "code-first", "rm $radius", false),
        ("pam_radius.conf is empty", "code-first", ": > $radius", false),
        ("a RADIUS secret that the authority does not know", "code-first", "sed -i 's/ [0-9a-f]* 3$/ 0123456789abcdef0123456789abcdef 3/' $radius", false),
        ("no RADIUS server answers", "code-first", "sed -i 's/^127.0.0.1:[0-9]*/127.0.0.1:1/' $radius", false),
    ];

    /// <summary>What is done to the door's PAM service, its guard or sshd's configuration: what runs on would let in, so it must not start.</summary>
    private static readonly (string Attack, string Order, string Script)[] BeforeAStart =
    [
        ("localifdown", "code-first", "sed -i 's/skip_passwd/skip_passwd localifdown/' $pam"),
        ("the module is optional", "code-first", "sed -i 's/requisite  *pam_radius/optional pam_radius/' $pam"),
        ("the module is passed over when it is missing", "code-first", "sed -i 's/^auth  *requisite  *pam_radius_auth.so/-auth requisite pam_radius_gone.so/' $pam"),
        ("the module's no is ignored", "code-first", "sed -i 's/requisite  *pam_radius/[default=ignore] pam_radius/' $pam"),
        ("a server that is away is ignored", "code-first", "sed -i 's/requisite  *pam_radius/[success=ok authinfo_unavail=ignore default=die] pam_radius/' $pam"),
        ("the line is gone", "code-first", "sed -i '/pam_radius/d' $pam"),
        ("the service is gone", "code-first", "rm $pam"),
        ("a group is led past the code", "code-first", "sed -i 's/^auth  *requisite/auth [success=1 default=ignore] pam_succeed_if.so user ingroup nogroup\\n&/' $pam"),
        ("a host is led past the code", "code-first", "sed -i 's/^auth  *requisite/auth sufficient pam_rhosts.so\\n&/' $pam"),
        ("the password does not count", "code-first", "sed -i 's/^@include common-auth/auth optional pam_unix.so/' $pam"),
        ("the module is optional", "password-first", "sed -i 's/required  *pam_duo/optional pam_duo/' $pam"),
        ("the module is passed over when it is missing", "password-first", "sed -i 's/^auth  *required  *pam_duo.so/-auth required pam_gone.so/' $pam"),
        ("the password is sufficient, in the machine's file", "password-first", "echo 'auth sufficient pam_unix.so' > /etc/pam.d/common-auth"),
        ("another password is sufficient, in the machine's file", "password-first", "sed -i '1i auth [success=done default=ignore] pam_userdb.so db=/nowhere' /etc/pam.d/common-auth"),
        // Over the rest of the machine's lines (a minimal Debian has no pam_cap) and pam_duo.
        ("the password jumps too far", "password-first", "sed -i \"s/success=1/success=$(grep -c ^auth /etc/pam.d/common-auth)/\" /etc/pam.d/common-auth"),
        // One line further: PAM itself refuses everybody.
        ("the password jumps past the end", "password-first", "sed -i \"s/success=1/success=$(($(grep -c ^auth /etc/pam.d/common-auth) + 1))/\" /etc/pam.d/common-auth"),
        ("pam_duo reads another file", "password-first", "sed -i 's/conf=[^ ]*/conf=\\/nowhere/' $pam"),
        ("pam_duo's file is not named, and Debian's is as it came", "password-first", "sed -i 's/conf=[^ ]*//' $pam"),
        ("the guard is optional", "password-first", "sed -i 's/requisite  *pam_exec/optional pam_exec/' $pam"),
        ("the guard is gone from the service", "password-first", "sed -i '/factor-guard/d' $pam"),
        ("the guard says yes to everything", "password-first", "printf '#!/bin/sh\\nexit 0\\n' > $guard"),
        ("the guard is gone from the service", "login-duo", "sed -i '/factor-guard/d' $pam"),
        ("the guard is gone", "login-duo", "rm $guard"),
        ("sshd does not run login_duo", "login-duo", "sed -i '/^ForceCommand/d' $config"),
        ("sshd does not run login_duo for some", "login-duo", "printf 'Match User root,nobody\\n    ForceCommand none\\n' >> $config"),
        ("sshd forwards for some", "login-duo", "printf 'Match Group nogroup\\n    DisableForwarding no\\n' >> $config"),
        ("sshd takes a key", "code-first", "sed -i 's/^PubkeyAuthentication no/PubkeyAuthentication yes/; s/^AuthenticationMethods.*/AuthenticationMethods any/' $config"),
        ("sshd asks not PAM", "code-first", "sed -i 's/^UsePAM yes/UsePAM no/' $config"),
        ("sshd takes a key from some addresses", "code-first", "printf 'Match Address 192.0.2.0/24\\n    PubkeyAuthentication yes\\n    AuthenticationMethods publickey\\n' >> $config"),
    ];

    public static TheoryData<string, string, string, bool> FileRows => [.. InTheFile.Select(row => new TheoryDataRow<string, string, string, bool>(row.Attack, row.Order, row.Script, row.Passes))];

    public static TheoryData<string, string, string> StartRows => [.. BeforeAStart.Select(row => new TheoryDataRow<string, string, string>(row.Attack, row.Order, row.Script))];

    [Theory]
    [MemberData(nameof(FileRows))]
    public async Task Nobody_is_let_in(string attack, string order, string script, bool passes)
    {
        var machine = await site.MachineAsync(order);
        await machine.DamageAsync(script);

        Assert.True(await StockPassesAsync(machine, order) == passes, $"{attack}: the stock part was expected {(passes ? "to let pass" : "to refuse")}");
        var (ssh, _) = await site.LogInAsync(machine, order, "000000x");
        Assert.True(ssh.ExitCode != 0 && !ssh.Output.Contains("in", StringComparison.Ordinal), $"{attack}: {ssh}");
        if (passes)
            Assert.True((await machine.CheckAsync("--before-start")).ExitCode == 1, attack);
    }

    [Theory]
    [MemberData(nameof(StartRows))]
    public async Task The_door_does_not_start(string attack, string order, string script)
    {
        var machine = await site.MachineAsync(order);
        await machine.DamageAsync(script);
        var check = await machine.CheckAsync("--before-start");
        Assert.True(check.ExitCode == 1 && check.Output.Contains("WRONG", StringComparison.Ordinal), $"{attack}: {check}");
    }

    [Theory]
    [InlineData("code-first")]
    [InlineData("password-first")]
    [InlineData("login-duo")]
    public async Task The_door_as_installed_starts_and_lets_in_with_a_code(string order)
    {
        var machine = await site.MachineAsync(order);
        var check = await machine.CheckAsync("--before-start");
        Assert.True(check.ExitCode == 0, $"{check}");
        var (ssh, prompts) = await site.LogInAsync(machine, order, await site.App.NextCodeAsync());
        Assert.True(ssh.Output == "in\n", $"{ssh} {string.Join(" | ", prompts)} {await File.ReadAllTextAsync(machine.Folder + "/sshd.log", TestContext.Current.CancellationToken)}");
    }

    /// <summary>The module behind a password that is right, without anything of ours around it.</summary>
    private async Task<bool> StockPassesAsync(PrivateMachine machine, string order)
    {
        if (order == "login-duo")
        {
            var run = await machine.RunAsync("/usr/bin/setpriv", "--reuid", site.Account.Name, "--regid", site.Account.Name, "--init-groups", "/usr/sbin/login_duo", "echo", "passed");
            return run.Output.Contains("passed", StringComparison.Ordinal);
        }

        var module = order == "code-first" ? "pam_radius_auth.so" : "pam_duo.so";
        await machine.DamageAsync($"{{ echo 'auth required pam_permit.so'; grep ' {module}' $pam; }} > /etc/pam.d/stock");
        var tested = await machine.RunAsync("/usr/bin/pamtester", "stock", site.Account.Name, "authenticate");
        return tested.ExitCode == 0;
    }

    /// <summary>An authority with one person, who has a UNIX account, and a door of each order.</summary>
    public sealed class Site : IAsyncLifetime
    {
        private readonly Client client = new();

        internal TestAuthority Authority { get; private set; } = null!;

        internal Account Account { get; private set; } = null!;

        internal AuthenticatorApp App { get; private set; } = null!;

        private readonly Dictionary<string, PrivateMachine> machines = new(StringComparer.Ordinal);

        /// <summary>A door of that order as it was installed, running.</summary>
        internal async Task<PrivateMachine> MachineAsync(string order)
        {
            if (machines.TryGetValue(order, out var known))
            {
                await known.RestoreAsync();
                return known;
            }

            var machine = machines[order] = await PrivateMachine.MakeAsync();
            var installed = await machine.InstallAsync(order, Authority);
            Assert.True(installed.ExitCode == 0, $"{installed}");
            await machine.KeepAsync();
            await machine.StartAsync();
            return machine;
        }

        public async ValueTask InitializeAsync()
        {
            Authority = await TestAuthority.StartAsync(SteppedClock.Running(), $"127.0.0.1:{FreePort.ForTcp()}", "");
            Account = await Account.MakeAsync();
            App = await Authority.EnrolTotpAsync(Account.Name);
        }

        internal async Task<(Run Ssh, IReadOnlyList<string> Prompts)> LogInAsync(PrivateMachine machine, string order, string code)
        {
            await Authority.AdministerAsync("user", "unlock", Account.Name);
            string[] options = ["-o", "NumberOfPasswordPrompts=1"];
            var environment = order == "login-duo" ? ["-o", "SetEnv=DUO_PASSCODE=" + code] : Array.Empty<string>();
            var ssh = await client.SshAsync(machine.Port, Account.Name, Account.Password, [code, code, code], [.. options, .. environment], ["echo", "in"]);
            return (ssh, client.Prompts);
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var machine in machines.Values)
                await machine.DisposeAsync();
            client.Dispose();
            await Account.DisposeAsync();
            await Authority.DisposeAsync();
        }
    }
}
