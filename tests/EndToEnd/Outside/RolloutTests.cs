using EndToEnd.Doors;
using EndToEnd.Machine;
using Sallyport.Authority.Tests;

namespace EndToEnd.Outside;

/// <summary>A site that demands a second factor from 1 August 2031 on, nineteen days ahead: real sshd, real PAM, real ssh.</summary>
[Needs("oathtool pam_radius_auth.so")]
public sealed class RolloutTests : IAsyncLifetime
{
    private const string Password = "Password: ";

    private TestAuthority authority = null!;
    private OutsideDoor outside = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await TestAuthority.StartAsync(new SteppedClock(), "off", "[rollout]\nenforce = 2031-08-01\nasked-of-256 = 0");
        outside = await OutsideDoor.OpenAsync("code-first", authority.ConfigFile);
    }

    public async ValueTask DisposeAsync()
    {
        await outside.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task until_the_day_the_password_is_enough_for_who_has_no_factor_and_the_audit_and_the_session_say_so()
    {
        await using var account = await Account.MakeAsync();
        using var client = new Client();

        var session = await client.SshAsync(outside.Port, account.Name, account.Password, [], "id", "-un");
        Assert.Equal((0, account.Name), (session.ExitCode, session.Output.Trim()));
        Assert.Equal([Password], client.Prompts);
        Assert.Contains($"login-not-enforced {account.Name}", await authority.AdministerAsync("audit", "tail"), StringComparison.Ordinal);
        Assert.Contains(account.Name, await authority.AdministerAsync("rollout", "status", "--on", "2031-08-01"), StringComparison.Ordinal);
        Assert.Contains("2031-08-01", await File.ReadAllTextAsync(Path.Combine(authority.Notices, account.Name), TestContext.Current.CancellationToken), StringComparison.Ordinal);

        authority.Clock.Step(TimeSpan.FromDays(20));
        Assert.NotEqual(0, (await client.SshAsync(outside.Port, account.Name, account.Password, ["000000", "000000", "000000"], "id")).ExitCode);
        Assert.DoesNotContain(Password, client.Prompts);
    }

    [Fact]
    public async Task a_wrong_password_opens_nothing_and_a_name_that_is_nobodys_sees_the_same_as_an_account_without_a_factor()
    {
        await using var account = await Account.MakeAsync();
        using var client = new Client();

        Assert.NotEqual(0, (await client.SshAsync(outside.Port, account.Name, "not the password", [], "id")).ExitCode);
        var known = client.Prompts.ToList();
        Assert.NotEqual(0, (await client.SshAsync(outside.Port, "nobody" + Guid.NewGuid().ToString("N")[..8], "a guess", [], "id")).ExitCode);

        Assert.Equal(known, client.Prompts);
        Assert.All(known, prompt => Assert.Equal(Password, prompt));
    }

    [Fact]
    public async Task who_has_a_factor_is_asked_for_it_from_the_first_day()
    {
        await using var account = await Account.MakeAsync();
        var app = await authority.EnrolTotpAsync(account.Name);
        using var client = new Client();

        var session = await client.SshAsync(outside.Port, account.Name, account.Password, [await app.NextCodeAsync()], "id", "-un");

        Assert.Equal((0, account.Name), (session.ExitCode, session.Output.Trim()));
        Assert.Equal(["Code from your authenticator app: ", Password], client.Prompts);
    }
}
