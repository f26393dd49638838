using EndToEnd.Machine;
using EndToEnd.Outside;

namespace EndToEnd.Doors;

/// <summary><c>sallyport pam install</c> with the real sudo and the real login, on a machine whose /etc is a copy.</summary>
[Needs("sudo expect pam_radius_auth.so oathtool")]
public sealed class PamServiceTests : IAsyncLifetime
{
    private TestAuthority authority = null!;
    private PrivateMachine machine = null!;
    private Account account = null!;
    private AuthenticatorApp app = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await TestAuthority.StartAsync();
        account = await Account.MakeAsync();
        machine = await PrivateMachine.MakeAsync();
        app = await authority.EnrolTotpAsync(account.Name);
        await machine.DamageAsync($"echo '{account.Name} ALL=(ALL) ALL' > /etc/sudoers.d/sallyport-test; chmod 0440 /etc/sudoers.d/sallyport-test; chmod 0640 /etc/pam.d/sudo; mkdir {machine.Folder}/before; cp -a /etc/pam.d/. {machine.Folder}/before/");
    }

    public async ValueTask DisposeAsync()
    {
        await machine.DisposeAsync();
        await account.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task Sudo_asks_for_the_code_and_then_for_the_password()
    {
        var installed = await InstallAsync("sudo", await app.NextCodeAsync(), account.Password);
        Assert.True(installed.ExitCode == 0, $"{installed}");
        Assert.Contains("keep this root shell open", installed.Output, StringComparison.Ordinal);
        await machine.DamageAsync("test $(stat -c %a /etc/pam.d/sudo) = 640; test $(stat -c %a /etc/sallyport/pam/sudo.conf) = 600; test ! -e /var/lib/sallyport-pam");

        Assert.Equal("0\n", (await SudoAsync([], await app.NextCodeAsync(), account.Password)).Output);
        Assert.Equal("0\n", (await SudoAsync(["-i"], await app.NextCodeAsync(), account.Password)).Output);
        await RefusedAsync([], "000000", account.Password);
        await RefusedAsync(["-i"], "000000", account.Password);
        await RefusedAsync([], await app.NextCodeAsync(), "not the password");
        await RefusedAsync([], account.Password, account.Password);

        var check = await CheckAsync("sudo");
        Assert.True(check.ExitCode == 0, $"{check}");
        await authority.StopAsync();
        await RefusedAsync([], await app.NextCodeAsync(), account.Password);
    }

    [Fact]
    public async Task Without_an_answer_the_password_alone_is_enough_only_where_that_was_asked_for()
    {
        Assert.Equal(0, (await InstallAsync("sudo", await app.NextCodeAsync(), account.Password, "--when-away", "password")).ExitCode);
        await RefusedAsync([], "000000", account.Password);
        await authority.StopAsync();
        Assert.Equal("0\n", (await SudoAsync([], account.Password)).Output);
        await RefusedAsync([], "not the password");
    }

    [Fact]
    public async Task Nothing_is_changed_unless_somebody_came_in()
    {
        var wrong = await InstallAsync("sudo", "000000", account.Password);
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("nothing was changed", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(1, (await InstallAsync("sudo", await app.NextCodeAsync(), "not the password")).ExitCode);
        Assert.Equal(0, (await PamAsync(["install", "sudo", "--dry-run"])).ExitCode);
        Assert.Equal(2, (await PamAsync(["install", "sudo", "--config", authority.ConfigFile])).ExitCode);
        await authority.StopAsync();
        Assert.Equal(1, (await InstallAsync("sudo", await app.NextCodeAsync(), account.Password)).ExitCode);
        await UnchangedAsync();
    }

    [Fact]
    public async Task A_service_in_which_the_factor_would_not_count_is_refused()
    {
        await machine.DamageAsync("sed -i 's/^@include common-auth/auth sufficient pam_permit.so/' /etc/pam.d/sudo");
        var refused = await InstallAsync("sudo", await app.NextCodeAsync(), account.Password);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("would not be safe", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removal_gives_the_services_back_and_keeps_what_was_changed_since()
    {
        Assert.Equal(0, (await InstallAsync("sudo", await app.NextCodeAsync(), account.Password)).ExitCode);
        Assert.Equal(0, (await PamAsync(["remove", "sudo"])).ExitCode);
        await UnchangedAsync();
        Assert.Equal(1, (await PamAsync(["remove", "sudo"])).ExitCode);

        Assert.Equal(0, (await InstallAsync("sudo", await app.NextCodeAsync(), account.Password)).ExitCode);
        await machine.DamageAsync("echo '# the site' >> /etc/pam.d/sudo");
        Assert.Equal(0, (await PamAsync(["remove", "sudo"])).ExitCode);
        await machine.DamageAsync($"tail -1 /etc/pam.d/sudo | grep -q 'the site'; ! grep -q radius /etc/pam.d/sudo; echo '# the site' >> {machine.Folder}/before/sudo");
        await UnchangedAsync();
    }

    [Fact]
    public async Task The_consoles_login_asks_for_the_code_except_of_those_who_are_exempt()
    {
        var installed = await InstallAsync("login", await app.NextCodeAsync(), account.Password, "--exempt", "root");
        Assert.True(installed.ExitCode == 0, $"{installed}");
        Assert.Equal("in", await LoginAsync(await app.NextCodeAsync(), account.Password));
        Assert.Equal("refused", await LoginAsync("000000", account.Password));
        await authority.StopAsync();
        Assert.Equal("refused", await LoginAsync(await app.NextCodeAsync(), account.Password));
    }

    private Task<Run> InstallAsync(string service, string code, string password, params string[] more) =>
        PamAsync(["install", service, "--config", authority.ConfigFile, "--as", account.Name, .. more], code, password);

    private Task<Run> CheckAsync(string service) => PamAsync(["check", service]);

    private Task<Run> PamAsync(IReadOnlyList<string> arguments, params string[] answers) => machine.RunAsync([SallyportCommand.Path, "pam", .. arguments], answers);

    private Task<Run> SudoAsync(IReadOnlyList<string> how, params string[] answers) =>
        machine.RunAsync(["/usr/sbin/runuser", "-u", account.Name, "--", "/usr/bin/sudo", "-k", "-S", .. how, "id", "-u"], answers);

    private async Task RefusedAsync(IReadOnlyList<string> how, params string[] answers)
    {
        var run = await SudoAsync(how, answers);
        Assert.True(run.ExitCode != 0 && run.Output.Length == 0, $"{run}");
    }

    private Task UnchangedAsync() => machine.DamageAsync($"diff -r {machine.Folder}/before /etc/pam.d; test $(stat -c %a /etc/pam.d/sudo) = 640; test ! -e /etc/sallyport/pam; test ! -e /var/lib/sallyport-pam");

    /// <summary>login(1) at a terminal of its own.</summary>
    private async Task<string> LoginAsync(string code, string password)
    {
        var script = $$"""
            set timeout 100
            log_user 0
            proc end {how} { puts $how; exit 0 }
            spawn -noecho /bin/login {{account.Name}}
            expect {
                -nocase "code" { expect ": "; send "{{code}}\r" }
                "ncorrect" { end refused }
                eof { end refused }
                timeout { end silent }
            }
            expect {
                "Password: " { send "{{password}}\r" }
                "wrong" { end refused }
                "ncorrect" { end refused }
                timeout { end silent }
            }
            expect {
                -re {[$#>] $} { send "echo in-as-\$LOGNAME\r" }
                "ncorrect" { end refused }
                timeout { end silent }
            }
            expect {
                "in-as-{{account.Name}}" { end in }
                timeout { end silent }
            }
            """;
        var file = Path.Combine(machine.Folder, "login.exp");
        await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);
        return (await machine.RunAsync("/usr/bin/expect", file)).Output.Trim();
    }
}
