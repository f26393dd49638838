using EndToEnd.Machine;
using EndToEnd.Outside;

namespace EndToEnd.Doors;

/// <summary>What the machine's own sshd forbids, the outside one forbids: the real sshd with right codes and right passwords.</summary>
[Needs("pam_radius_auth.so oathtool")]
public sealed class MachineRulesTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-rules-").FullName;
    private readonly Client client = new();
    private TestAuthority authority = null!;
    private Account account = null!;
    private AuthenticatorApp app = null!;

    private string MachineConfig => Path.Combine(folder, "sshd_config");

    public async ValueTask InitializeAsync()
    {
        authority = await TestAuthority.StartAsync();
        account = await Account.MakeAsync();
        app = await authority.EnrolTotpAsync(account.Name);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await account.DisposeAsync();
        await authority.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("AllowUsers somebodyelse", "")]
    [InlineData("AllowGroups nogroup", "")]
    [InlineData("DenyUsers NAME", "")]
    [InlineData("DenyGroups NAME", "")]
    [InlineData("Match User NAME\n    ForceCommand echo no shell", "no shell\n")]
    [InlineData("Match Group NAME\n    ForceCommand internal-sftp\n    ChrootDirectory /usr", null)]
    [InlineData("Match Address 127.0.0.0/8\n    ForceCommand /bin/false", "")]
    [InlineData("AllowUsers NAME", "in\n")]
    public async Task A_rule_of_the_inside_holds_outside(string rule, string? output)
    {
        await using var door = await OpenAsync(rule.Replace("NAME", account.Name, StringComparison.Ordinal));
        var ssh = await LogInAsync(door, "echo", "in");
        if (output is not null)
            Assert.Equal(output, ssh.Output);
        else
            Assert.DoesNotContain("in", ssh.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_confined_to_sftp_inside_sees_the_same_folder_outside()
    {
        await using var door = await OpenAsync($"Subsystem sftp internal-sftp\nMatch User {account.Name}\n    ChrootDirectory /usr\n    ForceCommand internal-sftp");
        var listed = await client.RunAsync(
            "/usr/bin/sftp", account.Password, [await app.NextCodeAsync()],
            [.. Client.Options, "-o", "BatchMode=no", "-b", await BatchAsync("ls /\n"), "-P", $"{door.Port}", $"{account.Name}@127.0.0.1"]);
        Assert.Contains("sbin", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("proc", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sites_own_lines_survive_and_the_check_names_what_only_one_door_has()
    {
        await using var door = await OpenAsync("Ciphers aes256-ctr,aes128-ctr\nBanner /etc/issue");
        var fine = await CheckAsync(door);
        Assert.Contains($"fine   {door.Name}: rules", fine.Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(door.ConfigFile + ".d/site.conf", $"MaxSessions 3\nMatch User {account.Name}\n    PermitTTY no\n", TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(MachineConfig, "\nDenyUsers mallory\nMatch User root\n    X11Forwarding no\n", TestContext.Current.CancellationToken);
        var differing = await CheckAsync(door);
        Assert.Contains("only the machine's own sshd has: DenyUsers mallory", differing.Output, StringComparison.Ordinal);
        Assert.Contains("only the machine's own sshd has: Match User root: X11Forwarding no", differing.Output, StringComparison.Ordinal);
        Assert.Contains("maxsessions is 10 inside and 3 outside", differing.Output, StringComparison.Ordinal);
        Assert.Contains($"permittty is yes inside and no outside, for user={account.Name}", differing.Output, StringComparison.Ordinal);
        Assert.Equal(1, differing.ExitCode);

        var installed = await door.InstallAgainAsync("code-first", authority.ConfigFile, "--machine-config", MachineConfig);
        Assert.True(installed.ExitCode == 0, $"{installed}");
        Assert.Contains("MaxSessions 3", await File.ReadAllTextAsync(door.ConfigFile + ".d/site.conf", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("only the machine's own sshd has", (await CheckAsync(door)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_cannot_be_taken_over_stops_the_installation_until_it_is_left_out()
    {
        await using var door = await OpenAsync("PermitTTY yes");
        await File.WriteAllTextAsync(MachineConfig, "Match LocalPort 22\n    ForceCommand /bin/false\n", TestContext.Current.CancellationToken);
        var refused = await door.InstallAgainAsync("code-first", authority.ConfigFile, "--machine-config", MachineConfig);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Match LocalPort 22: localport describes the machine's own sshd", refused.Error, StringComparison.Ordinal);

        var installed = await door.InstallAgainAsync("code-first", authority.ConfigFile, "--machine-config", MachineConfig, "--leave-out", "Match LocalPort 22");
        Assert.True(installed.ExitCode == 0, $"{installed}");
        Assert.Contains("left out by --leave-out: Match LocalPort 22", (await CheckAsync(door)).Output, StringComparison.Ordinal);
    }

    private async Task<OutsideDoor> OpenAsync(string rules)
    {
        await File.WriteAllTextAsync(MachineConfig, rules + "\n", TestContext.Current.CancellationToken);
        return await OutsideDoor.OpenAsync("code-first", authority.ConfigFile, "--machine-config", MachineConfig);
    }

    private async Task<Run> LogInAsync(OutsideDoor door, params string[] command) =>
        await client.SshAsync(door.Port, account.Name, account.Password, [await app.NextCodeAsync()], ["-o", "NumberOfPasswordPrompts=1"], command);

    private static Task<Run> CheckAsync(OutsideDoor door) => SallyportCommand.RunAsync("sshd", "check", "--name", door.Name, "--prefix", door.Prefix);

    private async Task<string> BatchAsync(string commands)
    {
        var batch = Path.Combine(folder, "batch");
        await File.WriteAllTextAsync(batch, commands);
        return batch;
    }
}
