using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Tests.Sshd;

public sealed class SshdInstallerTests : IDisposable
{
    private readonly InstallationFixture machine = new();

    public void Dispose() => machine.Dispose();

    [Theory]
    [InlineData("9.2")]
    [InlineData("9.7")]
    public async Task before_openssh_9_8_the_link_carries_the_name_of_the_pam_service(string release)
    {
        var door = await machine.DoorAsync(Order.CodeFirst, release);
        Assert.Equal(ExitCode.Ok, (await machine.InstallAsync(door)).Exit);
        Assert.Equal(door.Paths.Sshd, new FileInfo(door.Paths.Link).LinkTarget);
        Assert.DoesNotContain("PAMServiceName", await ReadAsync(door.Paths.Config), StringComparison.Ordinal);
        Assert.Contains($"ExecStart={door.Paths.Link} -D", await ReadAsync(door.Paths.Unit), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9.8")]
    [InlineData("10.0")]
    public async Task from_openssh_9_8_on_the_configuration_names_the_pam_service(string release)
    {
        var door = await machine.DoorAsync(Order.CodeFirst, release);
        Assert.Equal(ExitCode.Ok, (await machine.InstallAsync(door)).Exit);
        Assert.Contains("\nPAMServiceName sskdtest\n", await ReadAsync(door.Paths.Config), StringComparison.Ordinal);
        Assert.Contains($"ExecStart={door.Paths.Sshd} -D", await ReadAsync(door.Paths.Unit), StringComparison.Ordinal);
        Assert.Null(WantedFile.FingerprintOf(door.Paths.Link));
    }

    [Fact]
    public async Task an_upgrade_of_openssh_moves_the_name_and_takes_the_link_away()
    {
        var old = await machine.DoorAsync(Order.CodeFirst, "9.2");
        await machine.InstallAsync(old);
        var fresh = await machine.DoorAsync(Order.CodeFirst, "10.0");
        Assert.Equal(ExitCode.Ok, (await machine.InstallAsync(fresh)).Exit);
        Assert.Null(WantedFile.FingerprintOf(fresh.Paths.Link));
        Assert.Contains("PAMServiceName", await ReadAsync(fresh.Paths.Config), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code-first")]
    [InlineData("password-first")]
    [InlineData("login-duo")]
    public async Task installing_twice_changes_nothing(string order)
    {
        var door = await machine.DoorAsync(OrderNames.TryParse(order)!.Value, "9.2");
        Assert.Equal(ExitCode.Ok, (await machine.InstallAsync(door)).Exit);
        var first = DoorRecord.Find(door.Paths);
        Assert.Equal(ExitCode.Ok, (await machine.InstallAsync(door)).Exit);
        Assert.Equal(first!.Written, DoorRecord.Find(door.Paths)!.Written);
        Assert.Empty(DoorRecord.Find(door.Paths)!.Changed());
        Assert.True(machine.Registration.Added <= 1);
    }

    [Theory]
    [InlineData("code-first")]
    [InlineData("password-first")]
    [InlineData("login-duo")]
    public async Task remove_restores_byte_for_byte(string order)
    {
        await File.WriteAllTextAsync(machine.In("etc/ssh/sskdtest_config"), "an old hand-made one\n", Cancel);
        File.SetUnixFileMode(machine.In("etc/ssh/sskdtest_config"), UnixFileMode.UserRead | UnixFileMode.GroupRead);
        await File.WriteAllTextAsync(machine.In("etc/pam.d/sskdtest"), "auth required pam_deny.so\n", Cancel);
        await File.WriteAllTextAsync(machine.In("etc/security/login_duo.conf"), "; Debian's\n", Cancel);
        var before = machine.Picture();

        var door = await machine.DoorAsync(OrderNames.TryParse(order)!.Value, "9.2");
        Assert.Equal(ExitCode.Ok, (await machine.InstallAsync(door)).Exit);
        Assert.NotEqual(before, machine.Picture());
        Assert.Equal(ExitCode.Ok, (await machine.RemoveAsync(door)).Exit);
        Assert.Equal(before, machine.Picture());
    }

    [Fact]
    public async Task remove_takes_the_doors_duo_host_away_or_says_how()
    {
        var door = await machine.DoorAsync(Order.LoginDuo, "9.2");
        await machine.InstallAsync(door);
        await machine.RemoveAsync(door);
        Assert.Equal([$"{Environment.MachineName.Split('.')[0]}-sskdtest"], machine.Registration.Removed);

        await machine.InstallAsync(door);
        machine.Registration.Refusal = "no authority answers";
        var away = await machine.RemoveAsync(door);
        Assert.Equal(ExitCode.Ok, away.Exit);
        Assert.Contains(away.Sentences, sentence => sentence.Contains("sallyport host remove", StringComparison.Ordinal));

        machine.Registration.Refusal = null;
        machine.Registration.Removed.Clear();
        var codes = await machine.DoorAsync(Order.CodeFirst, "9.2");
        await machine.InstallAsync(codes);
        await machine.RemoveAsync(codes);
        Assert.Empty(machine.Registration.Removed);
    }

    [Fact]
    public async Task another_order_keeps_the_doors_duo_host_or_takes_it_away()
    {
        await machine.InstallAsync(await machine.DoorAsync(Order.PasswordFirst, "9.2"));
        await machine.InstallAsync(await machine.DoorAsync(Order.LoginDuo, "9.2"));
        Assert.Equal((1, 0), (machine.Registration.Added, machine.Registration.Removed.Count));

        var codes = await machine.InstallAsync(await machine.DoorAsync(Order.CodeFirst, "9.2"));
        Assert.Equal([$"{Environment.MachineName.Split('.')[0]}-sskdtest"], machine.Registration.Removed);
        Assert.Contains(codes.Sentences, sentence => sentence.Contains("was removed from the authority", StringComparison.Ordinal));

        await machine.InstallAsync(await machine.DoorAsync(Order.CodeFirst, "9.2"));
        await machine.InstallAsync(await machine.DoorAsync(Order.PasswordFirst, "9.2"));
        Assert.Equal((2, 1), (machine.Registration.Added, machine.Registration.Removed.Count));
    }

    [Fact]
    public async Task another_order_without_an_answer_of_the_authority_says_which_host_is_left()
    {
        await machine.InstallAsync(await machine.DoorAsync(Order.LoginDuo, "9.2"));
        machine.Registration.Refusal = "no authority answers";
        var codes = await machine.InstallAsync(await machine.DoorAsync(Order.CodeFirst, "9.2"));
        Assert.Equal(ExitCode.Ok, codes.Exit);
        Assert.Contains(codes.Sentences, sentence => sentence.Contains("sallyport host remove", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_duo_door_that_does_not_start_leaves_no_host()
    {
        machine.Services.Failure = "the service does not start";
        var door = await machine.DoorAsync(Order.PasswordFirst, "9.2");
        Assert.Equal(["the service does not start; nothing was changed"], (await machine.InstallAsync(door)).Sentences);
        Assert.Equal((1, 1), (machine.Registration.Added, machine.Registration.Removed.Count));

        machine.Services.Failure = null;
        Assert.Equal(ExitCode.Ok, (await machine.InstallAsync(door)).Exit);
        machine.Services.Failure = "the service does not start";
        await machine.InstallAsync(await machine.DoorAsync(Order.LoginDuo, "9.2"));
        Assert.Equal((2, 1), (machine.Registration.Added, machine.Registration.Removed.Count));
    }

    [Fact]
    public async Task systemd_never_gives_the_door_up()
    {
        var door = await machine.DoorAsync(Order.CodeFirst, "9.2");
        await machine.InstallAsync(door);
        var sections = (await ReadAsync(door.Paths.Unit)).Split("\n[Service]\n");
        Assert.Contains("\nStartLimitIntervalSec=0\n", sections[0], StringComparison.Ordinal);
        Assert.Contains("\nRestart=on-failure\nRestartSec=", sections[1], StringComparison.Ordinal);
        Assert.DoesNotContain("RestartPreventExitStatus", sections[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task another_order_gives_back_what_it_does_not_need()
    {
        await File.WriteAllTextAsync(machine.In("etc/security/login_duo.conf"), "; Debian's\n", Cancel);
        await machine.InstallAsync(await machine.DoorAsync(Order.LoginDuo, "9.2"));
        var door = await machine.DoorAsync(Order.CodeFirst, "9.2");
        await machine.InstallAsync(door);
        Assert.Equal("; Debian's\n", await ReadAsync(door.Paths.LoginDuo));
        Assert.True(File.Exists(door.Paths.RadiusClient));

        await machine.InstallAsync(await machine.DoorAsync(Order.PasswordFirst, "9.2"));
        Assert.False(File.Exists(door.Paths.RadiusClient));
        Assert.True(File.Exists(door.Paths.PamDuo));
    }

    [Theory]
    [InlineData("code-first", "default=2")]
    [InlineData("password-first", "default=2")]
    [InlineData("login-duo", null)]
    public async Task a_door_that_enrols_at_the_login_tells_the_shells_and_only_those(string order, string? jump)
    {
        Directory.CreateDirectory(machine.In("etc/fish/conf.d"));
        var door = await machine.DoorAsync(OrderNames.TryParse(order)!.Value, "9.2");
        await machine.InstallAsync(door);
        Assert.False(Directory.Exists(door.Paths.ProfileFolder));
        Assert.DoesNotContain("session-variable", await ReadAsync(door.Paths.PamService), StringComparison.Ordinal);

        Assert.Equal(ExitCode.Ok, (await machine.InstallAsync(door with { EnrolsAtLogin = true })).Exit);
        var service = await ReadAsync(door.Paths.PamService);
        Assert.Contains($"session optional    pam_env.so conffile={door.Paths.SessionVariable} readenv=0\n", service, StringComparison.Ordinal);
        Assert.Equal(jump is not null, service.Contains($"[success=ignore {jump}] pam_listfile.so", StringComparison.Ordinal));
        Assert.Equal("SALLYPORT_DOOR DEFAULT=sskdtest\n", await ReadAsync(door.Paths.SessionVariable));
        Assert.Contains("totp at-login --socket '/run/sallyport/authority.sock'", await ReadAsync(machine.In("etc/profile.d/sallyport-sskdtest.sh")), StringComparison.Ordinal);
        Assert.Contains("totp at-login", await ReadAsync(machine.In("etc/fish/conf.d/sallyport-sskdtest.fish")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(door.Paths.CshFolder));

        await machine.InstallAsync(door);
        Assert.Empty(Directory.GetFiles(machine.In("etc/fish/conf.d")));
        Assert.False(File.Exists(machine.In("etc/profile.d/sallyport-sskdtest.sh")));
    }

    /// <summary>The start of a shell that is no login of this door's, or no person's.</summary>
    [Theory]
    [InlineData("-c", "SALLYPORT_DOOR=sskdtest SSH_TTY=/dev/pts/1")]
    [InlineData("-ic", "SALLYPORT_DOOR=sskdtest")]
    [InlineData("-ic", "SALLYPORT_DOOR=another SSH_TTY=/dev/pts/1")]
    [InlineData("-ic", "SSH_TTY=/dev/pts/1")]
    [InlineData("-uec", "SSH_TTY=/dev/pts/1")]
    [InlineData("-ic", "SALLYPORT_DOOR=sskdtest SSH_TTY=/dev/pts/1", "asked\n")]
    public async Task the_profile_asks_in_an_interactive_session_of_its_door(string flags, string environment, string asked = "")
    {
        var door = (await machine.DoorAsync(Order.CodeFirst, "9.2")) with { EnrolsAtLogin = true };
        await machine.InstallAsync(door);
        var program = machine.In("asked");
        await File.WriteAllTextAsync(program, "#!/bin/sh\necho asked\nexit 4\n", Cancel);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var script = machine.In("etc/profile.d/sallyport-sskdtest.sh");
        await File.WriteAllTextAsync(script, (await ReadAsync(script)).Replace(InstallationFixture.Program, program, StringComparison.Ordinal), Cancel);

        var printed = await Tool.RunAsync("/usr/bin/env", ["-i", .. environment.Split(' '), "/bin/dash", flags, $". {script}; echo goes on, ${{SALLYPORT_DOOR-unset}}"]);

        Assert.Equal($"{asked}goes on, {(environment.Contains("another", StringComparison.Ordinal) ? "another" : "unset")}\n", printed);
    }

    [Fact]
    public async Task a_configuration_that_sshd_refuses_is_written_nowhere()
    {
        var before = machine.Picture();
        var outcome = await machine.InstallAsync(await machine.DoorAsync(Order.CodeFirst, "9.2", refusedWord: "MaxAuthTries"));
        Assert.Equal(ExitCode.Failed, outcome.Exit);
        Assert.Contains("Bad configuration option: MaxAuthTries", outcome.Sentences[0], StringComparison.Ordinal);
        Assert.Equal(before, machine.Picture());
    }

    [Fact]
    public async Task a_door_that_does_not_start_leaves_the_one_before()
    {
        var door = await machine.DoorAsync(Order.CodeFirst, "9.2");
        await machine.InstallAsync(door);
        var before = machine.Picture();
        machine.Services.Failure = "the service does not start";
        var outcome = await machine.InstallAsync(door with { Port = 2022 });
        Assert.Equal(ExitCode.Failed, outcome.Exit);
        Assert.Equal(1, machine.Services.Restored);
        Assert.Equal(before, machine.Picture());
    }

    [Fact]
    public async Task a_place_that_cannot_be_written_changes_nothing()
    {
        var door = await machine.DoorAsync(Order.CodeFirst, "9.2");
        Directory.CreateDirectory(door.Paths.Unit);
        var before = machine.Picture();
        Assert.Equal(ExitCode.Failed, (await machine.InstallAsync(door)).Exit);
        Assert.Equal(before, machine.Picture());
    }

    [Fact]
    public async Task an_installation_cut_short_is_undone_by_the_next()
    {
        var door = await machine.DoorAsync(Order.CodeFirst, "9.2");
        await machine.InstallAsync(door);
        var written = await ReadAsync(door.Paths.Config);
        await FileChange.ApplyAsync(
            door.Paths.State, [WantedFile.Text(door.Paths.Config, "half\n"), WantedFile.Text(machine.In("etc/ssh/stray"), "stray\n")],
            SavedFiles.Open(Path.Combine(door.Paths.State, "originals")), [], Cancel);

        var outcome = await machine.InstallAsync(door);
        Assert.Equal(ExitCode.Ok, outcome.Exit);
        Assert.Contains("was interrupted", outcome.Sentences[0], StringComparison.Ordinal);
        Assert.Equal(written, await ReadAsync(door.Paths.Config));
        Assert.False(File.Exists(machine.In("etc/ssh/stray")));
    }

    [Fact]
    public async Task what_somebody_edited_is_kept_when_it_is_overwritten_and_when_it_is_removed()
    {
        var door = await machine.DoorAsync(Order.CodeFirst, "9.2");
        await machine.InstallAsync(door);
        await File.AppendAllTextAsync(door.Paths.Config, "Banner /etc/issue\n", Cancel);
        var outcome = await machine.InstallAsync(door);
        Assert.Contains("was edited since", string.Join('\n', outcome.Sentences), StringComparison.Ordinal);

        await File.AppendAllTextAsync(door.Paths.PamService, "# mine\n", Cancel);
        await machine.RemoveAsync(door);
        var kept = Directory.GetFiles(Path.Combine(door.Paths.State, "edited")).Order(StringComparer.Ordinal).Select(File.ReadAllText).ToList();
        Assert.EndsWith("Banner /etc/issue\n", kept[0], StringComparison.Ordinal);
        Assert.EndsWith("# mine\n", kept[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_secrets_are_readable_by_their_owner_alone()
    {
        foreach (var order in Enum.GetValues<Order>())
        {
            var door = await machine.DoorAsync(order, "9.2");
            await machine.InstallAsync(door);
            foreach (var file in new[] { door.Paths.RadiusClient, door.Paths.PamDuo, door.Paths.LoginDuo }.Where(File.Exists))
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task without_a_radius_client_for_this_machine_it_says_what_to_write()
    {
        machine.Options = machine.Options with
        {
            Radius = machine.Options.Radius with { Clients = [new RadiusClientOptions("elsewhere", [IPNetwork.Parse("192.0.2.0/24")], "/nowhere")] },
        };
        var outcome = await machine.InstallAsync(await machine.DoorAsync(Order.CodeFirst, "9.2"));
        Assert.Equal(ExitCode.Configuration, outcome.Exit);
        Assert.Contains("  [radius-client sskdtest]", outcome.Sentences);
    }

    [Fact]
    public async Task a_host_that_the_authority_refuses_stops_it()
    {
        machine.Registration.Refusal = "there is a host of that name";
        var outcome = await machine.InstallAsync(await machine.DoorAsync(Order.PasswordFirst, "9.2"));
        Assert.Equal(["there is a host of that name"], outcome.Sentences);
    }

    [Fact]
    public async Task a_pam_service_of_another_program_is_not_overwritten()
    {
        var door = await machine.DoorAsync(Order.CodeFirst, "9.2");
        door = door with { Paths = new DoorPaths("login", machine.Root) { PamFolder = door.Paths.PamFolder, Sshd = door.Paths.Sshd } };
        await File.WriteAllTextAsync(door.Paths.PamService, "auth required pam_deny.so\n", Cancel);
        Assert.Equal(ExitCode.Failed, (await machine.InstallAsync(door)).Exit);
        Assert.Equal("auth required pam_deny.so\n", await ReadAsync(door.Paths.PamService));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, Cancel);
}
