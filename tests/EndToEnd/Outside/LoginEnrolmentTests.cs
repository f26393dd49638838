using EndToEnd.Doors;
using EndToEnd.Machine;

namespace EndToEnd.Outside;

/// <summary>
/// <c>enrol-at-login</c>: real ssh through a real outside door in a terminal of 80 by 24, in a roll-out that demands a factor from 1 August 2031 on.
/// </summary>
[Needs("tmux zbarimg oathtool pam_radius_auth.so")]
public sealed class LoginEnrolmentTests : IAsyncLifetime
{
    private const string Prompt = "Code from the app (Enter: not now):";

    private TestAuthority authority = null!;
    private Account account = null!;
    private PrivateMachine machine = null!;

    public async ValueTask InitializeAsync()
    {
        account = await Account.MakeAsync();
        machine = await PrivateMachine.MakeAsync();
        // Shells read these below /etc, and the installer writes them below its prefix.
        foreach (var folder in new[] { "profile.d", "fish/conf.d" })
            await machine.DamageAsync($"mkdir -p {machine.Folder}/etc/{folder} /etc/{folder}; mount --bind {machine.Folder}/etc/{folder} /etc/{folder}");
        await OpenAsync("code-first", new SteppedClock());
    }

    public async ValueTask DisposeAsync()
    {
        await machine.DisposeAsync();
        await account.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Theory]
    [InlineData("/bin/bash", "")]
    [InlineData("/bin/sh", "")]
    [InlineData("/usr/bin/fish", "")]
    // The line of docs/operators/administration.md.
    [InlineData("/usr/bin/zsh", "[ -r /etc/profile.d/sallyport-DOOR.sh ] && . /etc/profile.d/sallyport-DOOR.sh")]
    public async Task a_right_code_enrols_before_the_shell_starts_and_the_next_login_asks_for_one(string shell, string line)
    {
        Assert.SkipUnless(File.Exists(shell), $"no {shell}");
        await machine.DamageAsync($"sed -i 's|^\\({account.Name}:.*\\):[^:]*$|\\1:{shell}|' /etc/passwd; mkdir -p /etc/zsh; touch {account.Home}/.zshrc; echo '{line.Replace("DOOR", machine.Name, StringComparison.Ordinal)}' >> /etc/zsh/zprofile");

        await using var window = await LogInAsync(80, 24);
        var screen = await window.ShowsAsync(Prompt);
        Assert.Contains("From 2031-08-01 logins need a second factor.", string.Join('\n', screen), StringComparison.Ordinal);
        var app = AuthenticatorApp.Of(await window.ScanAsync(screen), authority.Clock);
        await window.TypeAsync(await app.CodeAsync(), "Enter");
        await window.ShowsAsync("recovery-codes");
        await window.TypeUntilAsync("in the shell", "echo in the sh''ell");
        Assert.Contains($"totp-enrolled {account.Name}", await authority.AdministerAsync("audit", "tail"), StringComparison.Ordinal);

        using var client = new Client();
        var next = await client.SshAsync(machine.Port, account.Name, account.Password, [await app.NextCodeAsync()], "echo", "once more");
        Assert.Equal((0, "once more\n"), (next.ExitCode, next.Output));
        Assert.Equal(["Code from your authenticator app: ", "Password: "], client.Prompts);

        await using var again = await LogInAsync(80, 24, await app.NextCodeAsync());
        await again.TypeUntilAsync("in the shell", "echo in the sh''ell");
        Assert.DoesNotContain(Prompt, await again.HistoryAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Enter")]
    [InlineData("C-c")]
    [InlineData("C-d")]
    [InlineData("123456 Enter 123457 Enter 123458 Enter")]
    public async Task who_does_not_enrol_gets_the_shell_and_is_asked_again_next_time(string keys)
    {
        for (var login = 0; login < 2; login++)
        {
            await using var window = await LogInAsync(80, 24);
            await window.ShowsAsync(Prompt);
            await window.TypeAsync(keys.Split(' '));
            await window.ShowsAsync("Until 2031-08-01 you can log in");
            await window.TypeUntilAsync("in the shell", "echo in the sh''ell");
        }

        Assert.DoesNotContain($"totp-enrolled {account.Name}", await authority.AdministerAsync("audit", "tail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password-first")]
    [InlineData("login-duo")]
    public async Task the_other_orders_offer_it_too(string order)
    {
        Assert.SkipUnless(File.Exists("/usr/sbin/login_duo"), "no login_duo");
        await machine.StopAsync();
        await authority.DisposeAsync();
        // Duo's clients compare the certificate's days with the machine's clock.
        await OpenAsync(order, SteppedClock.Running());
        await using var window = await LogInAsync(80, 24);
        var app = AuthenticatorApp.Of(await window.ScanAsync(await window.ShowsAsync(Prompt)), authority.Clock);
        await window.TypeAsync(await app.CodeAsync(), "Enter");
        await window.ShowsAsync("recovery-codes");
        await window.TypeUntilAsync("in the shell", "echo in the sh''ell");
    }

    [Fact]
    public async Task a_small_window_shows_the_key()
    {
        await using var window = await LogInAsync(78, 12);
        var text = string.Join('\n', await window.ShowsAsync(Prompt));
        Assert.Contains("too small for the QR code", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u2588', text);
        var key = text.Split("Key for typing: ")[1].Split('\n')[0].Replace(" ", "", StringComparison.Ordinal);
        await window.TypeAsync(await new AuthenticatorApp(key, authority.Clock).CodeAsync(), "Enter");
        await window.ShowsAsync("recovery-codes");
    }

    /// <summary>Each row is a program's use of ssh; what it prints is all there is.</summary>
    [Theory]
    [InlineData("HOST printf bytes", "", "bytes")]
    [InlineData("-tt HOST printf bytes", "", "bytes")]
    [InlineData("HOST bash -lc 'printf bytes'", "", "bytes")]
    [InlineData("-T HOST bash -l", "printf bytes\n", "bytes")]
    [InlineData("-s HOST sftp", "", "")]
    public async Task programs_see_nothing_of_it(string words, string input, string output)
    {
        using var client = new Client();
        var run = await client.RunAsync(
            "/usr/bin/ssh", account.Password, [],
            [.. Client.Options, "-o", $"Port={machine.Port}", .. Words(words)], input);
        Assert.Equal((0, output, ""), (run.ExitCode, run.Output, run.Error));
        Assert.DoesNotContain("totp-enrolment-started", await authority.AdministerAsync("audit", "tail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task files_arrive_byte_for_byte()
    {
        using var client = new Client();
        await File.WriteAllBytesAsync(client.In("sent"), [0, 1, 2, 255, 10, 13], TestContext.Current.CancellationToken);
        var options = string.Join(' ', Client.Options);
        foreach (var (program, words) in new[]
        {
            ("scp", $"-P {machine.Port} {options} {client.In("sent")} {Host}:scp"),
            ("scp", $"-O -P {machine.Port} {options} {client.In("sent")} {Host}:old-scp"),
            ("rsync", $"-e ssh%-p%{machine.Port}%{options.Replace(' ', '%')} {client.In("sent")} {Host}:rsync"),
        })
        {
            var run = await client.RunAsync("/usr/bin/" + program, account.Password, [], [.. words.Split(' ').Select(word => word.Replace('%', ' '))]);
            Assert.True((run.ExitCode, run.Output, run.Error) == (0, "", ""), $"{program} {words}: {run}");
        }

        foreach (var copy in new[] { "scp", "old-scp", "rsync" })
            Assert.Equal(await File.ReadAllBytesAsync(client.In("sent"), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Path.Combine(account.Home, copy), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task without_an_authority_it_says_nothing_and_succeeds()
    {
        await using var window = await TerminalWindow.OpenAsync(80, 24, $"sh -c '{SallyportCommand.Path} totp at-login --socket {machine.Folder}/nobody; echo end''ed $?; sleep 100'");
        await window.ShowsAsync("ended 0");
        Assert.Equal("ended 0", (await window.HistoryAsync()).Trim());
    }

    [Fact]
    public async Task remove_takes_the_files_away()
    {
        var script = $"{machine.Folder}/etc/profile.d/sallyport-{machine.Name}.sh";
        Assert.True(File.Exists(script));
        Assert.Equal(0, (await machine.RunAsync(SallyportCommand.Path, "sshd", "remove", "--name", machine.Name, "--prefix", machine.Folder)).ExitCode);
        Assert.False(File.Exists(script));
        Assert.Empty(Directory.GetFiles($"{machine.Folder}/etc/fish/conf.d"));
    }

    private async Task OpenAsync(string order, SteppedClock clock)
    {
        authority = await TestAuthority.StartAsync(
            clock, $"127.0.0.1:{FreePort.ForTcp()}", "[rollout]\nenforce = 2031-08-01\nasked-of-256 = 0\nenrol-at-login = on");
        var installed = await machine.InstallAsync(order, authority);
        Assert.True(installed.ExitCode == 0, $"{installed}");
        await machine.StartAsync();
    }

    private string Host => $"{account.Name}@127.0.0.1";

    private IEnumerable<string> Words(string words)
    {
        var parts = words.Split('\'');
        return parts.SelectMany((part, i) => i % 2 == 1 ? [$"'{part}'"] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(word => word == "HOST" ? Host : word);
    }

    private async Task<TerminalWindow> LogInAsync(int columns, int rows, string? code = null)
    {
        var window = await TerminalWindow.OpenAsync(columns, rows, $"ssh {string.Join(' ', Client.Options)} -p {machine.Port} {Host}");
        if (code is not null)
        {
            await window.ShowsAsync("Code from your authenticator app");
            await window.TypeAsync(code, "Enter");
        }

        await window.ShowsAsync("Password:");
        await window.TypeAsync(account.Password, "Enter");
        return window;
    }
}
