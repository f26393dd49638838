using EndToEnd.Machine;

namespace EndToEnd.DayKeys;

/// <summary>A key that its person vouched for opens the outside door alone; every other does not: real sshd, real PAM, real ssh.</summary>
public sealed class DayKeyTests(DayKeySite site) : IClassFixture<DayKeySite>, IAsyncLifetime
{
    private const string Code = "Code from your authenticator app: ", Elsewhere = "127.0.1.1";

    private KeyOwner owner = null!;

    public async ValueTask InitializeAsync() => owner = await KeyOwner.JoinAsync(site);

    public ValueTask DisposeAsync() => owner.DisposeAsync();

    [Fact]
    public async Task a_key_that_was_vouched_for_opens_without_a_prompt_and_each_use_is_in_the_audit()
    {
        await owner.MustVouchAsync();

        AssertIn(await owner.WithKeyAsync("id", "-un"));
        AssertIn(await owner.WithKeyAsync("id", "-un"));

        var audit = await AuditAsync();
        Assert.Single(audit, row => row.Contains("day-key-vouched", StringComparison.Ordinal));
        Assert.Equal(2, audit.Count(row => row.Contains("day-key-used", StringComparison.Ordinal) && row.Contains("reused by key SHA256:", StringComparison.Ordinal)));
        Assert.Contains("laptop", await site.Authority.AdministerAsync("key", "list", "--for", owner.Name), StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_key_that_nobody_vouched_for_spares_nothing_even_in_authorized_keys()
    {
        await Run.MustAsync("/usr/bin/install", "-D", "-m", "600", "-o", owner.Name, owner.KeyFile + ".pub", owner.Account.Home + "/.ssh/authorized_keys");

        AssertAsked(await owner.WithKeyAsync("id"));
    }

    [Fact]
    public async Task a_session_that_a_key_opened_cannot_vouch()
    {
        await owner.MustVouchAsync();

        var again = await owner.WithKeyAsync(owner.Name, [], [site.Program, "key", "vouch", "-", "--config", site.Authority.ConfigFile], await owner.PublicKeyAsync());

        Assert.Equal(1, again.ExitCode);
        Assert.Contains("only a session that began with your second factor", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_same_user_outside_of_such_a_session_cannot_vouch()
    {
        // The person is logged in with the factor at the same moment.
        var session = owner.WithCodeAsync("", "cat");
        var outside = await Run.OfAsync(
            "/usr/sbin/runuser", ["-u", owner.Name, "--", site.Program, "key", "vouch", "-", "--config", site.Authority.ConfigFile],
            new Dictionary<string, string>(), await owner.PublicKeyAsync());
        await session;

        Assert.Equal(1, outside.ExitCode);
        Assert.Contains("only a session that began with your second factor", outside.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_session_of_a_trusted_network_cannot_vouch()
    {
        var vouched = await owner.Client.RunAsync(
            "/usr/bin/ssh", owner.Account.Password, [],
            [.. Doors.Client.Options, "-b", DayKeySite.Trusted, "-p", $"{site.Outside.Port}", $"{owner.Name}@127.0.0.1", site.Program, "key", "vouch", "-", "--config", site.Authority.ConfigFile],
            await owner.PublicKeyAsync());

        Assert.Equal(["Password: "], owner.Client.Prompts);
        Assert.Equal(1, vouched.ExitCode);
    }

    [Fact]
    public async Task nobody_vouches_for_another_and_nobody_else_asks_what_sshd_asks()
    {
        await using var other = await KeyOwner.JoinAsync(site);
        var socket = Path.Combine(Path.GetDirectoryName(site.Authority.ConfigFile)!, "authority.sock");
        string[] Post(string path, string body) =>
            ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--unix-socket", socket, "-H", "Content-Type:application/json", "-d", $"'{body}'", "http://authority/v1/" + path];

        Assert.Equal("403", (await owner.WithCodeAsync("", Post($"users/{other.Name}/day-keys", """{"key":"k","only-from":[]}"""))).Output);
        Assert.Equal("403", (await owner.WithCodeAsync("", Post("door/key", """{"user":"root","type":"t","key":"k"}"""))).Output);
        Assert.Equal("403", (await owner.WithCodeAsync("", Post("door/session", """{"user":"root","source":"127.0.0.1","door":"d","methods":"keyboard-interactive/pam","keys-allowed":false}"""))).Output);
    }

    [Fact]
    public async Task a_key_opens_only_the_account_whose_person_vouched_for_it()
    {
        await using var other = await KeyOwner.JoinAsync(site);
        await owner.MustVouchAsync();

        var login = await owner.WithKeyAsync(other.Name, [], ["id"], "");
        Assert.Equal(255, login.ExitCode);
        Assert.Equal(Code, owner.Client.Prompts[0]);
    }

    [Fact]
    public async Task two_people_may_vouch_for_one_key_and_each_ends_only_their_own()
    {
        await using var other = await KeyOwner.JoinAsync(site);
        File.Copy(owner.KeyFile, other.KeyFile, overwrite: true);
        File.Copy(owner.KeyFile + ".pub", other.KeyFile + ".pub", overwrite: true);
        await owner.MustVouchAsync();
        await other.MustVouchAsync();

        await site.Authority.AdministerAsync("key", "revoke", "--all", "--for", owner.Name);

        AssertAsked(await owner.WithKeyAsync("id"));
        Assert.Equal(other.Name, (await other.WithKeyAsync("id", "-un")).Output.Trim());
    }

    [Theory]
    [InlineData("key", "revoke", "--all")]
    [InlineData("totp", "remove")]
    public async Task what_its_person_takes_away_ends_a_key_at_once(params string[] command)
    {
        await owner.MustVouchAsync();
        AssertIn(await owner.WithKeyAsync("id", "-un"));

        await site.Authority.AdministerAsync([.. command, "--for", owner.Name]);

        AssertOut(await owner.WithKeyAsync("id"));
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("remove")]
    [InlineData("erase", "--yes")]
    public async Task what_an_administrator_does_ends_a_key_at_once(params string[] command)
    {
        await owner.MustVouchAsync();
        AssertIn(await owner.WithKeyAsync("id", "-un"));

        await site.Authority.AdministerAsync(["user", .. command, owner.Name]);

        AssertOut(await owner.WithKeyAsync("id"));
    }

    [Fact]
    public async Task a_key_does_not_come_back_when_a_lock_is_lifted()
    {
        await owner.MustVouchAsync();
        await site.Authority.AdministerAsync("user", "lock", owner.Name);
        await site.Authority.AdministerAsync("user", "unlock", owner.Name);

        AssertAsked(await owner.WithKeyAsync("id"));
    }

    [Fact]
    public async Task after_its_end_a_key_opens_nothing()
    {
        await owner.MustVouchAsync("--for", "1h");
        site.Authority.Clock.Step(TimeSpan.FromHours(1));

        AssertAsked(await owner.WithKeyAsync("id"));
    }

    [Fact]
    public async Task in_another_network_the_door_asks_for_the_code()
    {
        await owner.MustVouchAsync();

        AssertAsked(await owner.WithKeyAsync(["-b", Elsewhere], ["id"]));
        AssertIn(await owner.WithKeyAsync("id", "-un"));
    }

    [Fact]
    public async Task a_key_for_sftp_does_nothing_else()
    {
        await owner.MustVouchAsync("--only", "sftp");

        Assert.DoesNotContain("uid=", (await owner.WithKeyAsync("id")).Output, StringComparison.Ordinal);
        var listed = await owner.Client.RunAsync(
            "/usr/bin/sftp", "", [], [.. Doors.Client.Options.SkipLast(2), "-i", owner.KeyFile, "-P", $"{site.Outside.Port}", "-b", "-", $"{owner.Name}@127.0.0.1"], "pwd\n");
        Assert.Contains(owner.Account.Home, listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_key_for_git_does_nothing_else()
    {
        await Run.MustAsync("/usr/sbin/runuser", "-u", owner.Name, "--", "/usr/bin/git", "init", "-q", "--bare", owner.Account.Home + "/r.git");
        await owner.MustVouchAsync("--only", "git");

        Assert.DoesNotContain("uid=", (await owner.WithKeyAsync("id")).Output, StringComparison.Ordinal);
        var listed = await owner.WithKeyAsync(owner.Name, [], ["git-upload-pack", $"'{owner.Account.Home}/r.git'"], "0000");
        Assert.True(listed.ExitCode == 0, $"{listed}");
    }

    [Fact]
    public async Task without_the_authority_a_key_opens_nothing()
    {
        await owner.MustVouchAsync();
        await site.Authority.StopAsync();
        try
        {
            AssertOut(await owner.WithKeyAsync("id"));
        }
        finally
        {
            await site.Authority.StartAgainAsync();
        }

        AssertIn(await owner.WithKeyAsync("id", "-un"));
    }

    [Fact]
    public async Task an_own_key_still_opens_from_a_trusted_network()
    {
        await Run.MustAsync("/usr/bin/install", "-D", "-m", "600", "-o", owner.Name, owner.KeyFile + ".pub", owner.Account.Home + "/.ssh/authorized_keys");

        AssertIn(await owner.WithKeyAsync(["-b", DayKeySite.Trusted], ["id", "-un"]));
    }

    [Fact]
    public async Task a_login_with_the_code_tells_which_keys_open_the_account()
    {
        await owner.MustVouchAsync();
        await owner.WithCodeAsync("", "true");

        Assert.Contains("opens this account without a code", await File.ReadAllTextAsync(Path.Combine(site.Authority.Notices, owner.Name), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task sshd_check_knows_the_door_and_finds_a_match_that_names_keys()
    {
        string[] check = ["sshd", "check", "--name", site.Outside.Name, "--prefix", site.Outside.Prefix];
        Assert.Contains("or by a key that the authority knows", (await Run.OfAsync(site.Program, check)).Output, StringComparison.Ordinal);

        var own = Path.Combine(site.Outside.ConfigFile + ".d", "site.conf");
        await File.WriteAllTextAsync(own, $"Match User {owner.Name}\n    AuthorizedKeysFile .ssh/authorized_keys\n", TestContext.Current.CancellationToken);
        try
        {
            var found = await Run.OfAsync(site.Program, check);
            Assert.NotEqual(0, found.ExitCode);
            Assert.Contains("authorizedkeysfile is .ssh/authorized_keys", found.Output + found.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(own);
        }
    }

    private async Task<string[]> AuditAsync() =>
        [.. (await site.Authority.AdministerAsync("audit", "tail", "--json")).Split('\n').Where(row => row.Contains(owner.Name, StringComparison.Ordinal))];

    private void AssertIn(Run login)
    {
        Assert.True(login.ExitCode == 0, $"{login}\n{string.Join('\n', owner.Client.Prompts)}\n{string.Join('\n', File.ReadAllLines(site.Outside.LogFile).TakeLast(20))}");
        Assert.Equal(owner.Name, login.Output.Trim());
        Assert.Empty(owner.Client.Prompts);
    }

    private void AssertAsked(Run login)
    {
        AssertOut(login);
        Assert.Equal(Code, owner.Client.Prompts[0]);
    }

    private static void AssertOut(Run login)
    {
        Assert.Equal(255, login.ExitCode);
        Assert.Empty(login.Output);
    }
}
