using EndToEnd.Machine;

namespace EndToEnd.DayKeys;

/// <summary>Other people's programs with a day key: no prompt, no session process.</summary>
public sealed class ClientTests(DayKeySite site) : IClassFixture<DayKeySite>, IAsyncLifetime
{
    private KeyOwner owner = null!;

    public async ValueTask InitializeAsync()
    {
        owner = await KeyOwner.JoinAsync(site);
        await owner.MustVouchAsync();
    }

    public ValueTask DisposeAsync() => owner.DisposeAsync();

    [Fact]
    [Needs("plink puttygen")]
    public async Task plink_with_a_ppk()
    {
        var ppk = owner.KeyFile + ".ppk";
        await Run.MustAsync("/usr/bin/puttygen", owner.KeyFile, "-O", "private", "-o", ppk);
        var hostKey = (await Run.MustAsync("/usr/bin/ssh-keygen", "-l", "-f", Path.Combine(site.Outside.Prefix, "host_key.pub"))).Split(' ')[1];

        AssertIn(await RunAsync("/usr/bin/plink", "-batch", "-hostkey", hostKey, "-i", ppk, "-P", Port, $"{owner.Name}@127.0.0.1", "id", "-un"));
    }

    [Fact]
    [Needs("dbclient dropbearconvert")]
    public async Task dbclient()
    {
        await Run.MustAsync("/usr/bin/dropbearconvert", "openssh", "dropbear", owner.KeyFile, owner.KeyFile + ".db");

        AssertIn(await RunAsync("/usr/bin/dbclient", "-y", "-y", "-i", owner.KeyFile + ".db", "-p", Port, $"{owner.Name}@127.0.0.1", "id", "-un"));
    }

    [Fact]
    [Needs("curl")]
    public async Task curl_by_libssh2()
    {
        await Run.MustAsync("/usr/bin/install", "-m", "600", "-o", owner.Name, owner.KeyFile + ".pub", owner.Account.Home + "/there");

        var fetched = await RunAsync(
            "/usr/bin/curl", "-s", "-k", "--user", owner.Name + ":", "--key", owner.KeyFile, "--pubkey", owner.KeyFile + ".pub", $"sftp://127.0.0.1:{Port}{owner.Account.Home}/there");
        Assert.True(fetched.ExitCode == 0, $"{fetched}");
        Assert.Equal(await owner.PublicKeyAsync(), fetched.Output);
    }

    [Fact]
    [Needs("rclone")]
    public async Task rclone()
    {
        var listed = await RunAsync("/usr/bin/rclone", "--config", "/dev/null", "lsf", "--files-only", $":sftp,host=127.0.0.1,port={Port},user={owner.Name},key_file={owner.KeyFile}:{owner.Account.Home}");
        Assert.True(listed.ExitCode == 0, $"{listed}");
        Assert.Contains(".bashrc", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Needs("git")]
    public async Task git_and_a_jump_over_the_door()
    {
        await Run.MustAsync("/usr/sbin/runuser", "-u", owner.Name, "--", "/usr/bin/git", "init", "-q", "--bare", owner.Account.Home + "/r.git");
        var options = string.Join(' ', Doors.Client.Options.SkipLast(2).Append("-i").Append(owner.KeyFile));

        var listed = await Run.OfAsync(
            "/usr/bin/git", ["ls-remote", $"ssh://{owner.Name}@127.0.0.1:{Port}{owner.Account.Home}/r.git"],
            new Dictionary<string, string> { ["GIT_SSH_COMMAND"] = "/usr/bin/ssh -o BatchMode=yes " + options }, "");
        Assert.True(listed.ExitCode == 0, $"{listed}");

        var config = owner.Client.In("config");
        await File.WriteAllTextAsync(config, $"""
            Host *
                Port {Port}
                User {owner.Name}
                IdentityFile {owner.KeyFile}
                IdentitiesOnly yes
                StrictHostKeyChecking no
                UserKnownHostsFile /dev/null
                LogLevel ERROR
                BatchMode yes

            """, TestContext.Current.CancellationToken);
        AssertIn(await RunAsync("/usr/bin/ssh", "-F", config, "-J", "127.0.0.1", "127.0.0.1", "id", "-un"));
    }

    private string Port => site.Outside.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Task<Run> RunAsync(string program, params string[] arguments) => Run.OfAsync(program, arguments);

    private void AssertIn(Run login)
    {
        Assert.True(login.ExitCode == 0, $"{login}");
        Assert.Equal(owner.Name, login.Output.Trim());
    }
}
