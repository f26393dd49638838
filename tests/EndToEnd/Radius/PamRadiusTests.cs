using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Sallyport.Rules.Audit;

namespace EndToEnd.Radius;

/// <summary>Debian's libpam-radius-auth, driven by pamtester as sshd would.</summary>
[Needs("pamtester pam_radius_auth.so")]
public sealed class PamRadiusTests : IAsyncLifetime
{
    private readonly RadiusFixture fixture = new();

    public ValueTask InitializeAsync() => fixture.InitializeAsync();

    public ValueTask DisposeAsync() => fixture.DisposeAsync();

    [Fact]
    public async Task pam_asks_with_our_text_and_lets_the_right_code_in()
    {
        var login = await fixture.LogInAsync("alice", fixture.Setup.CodeOf("alice"));
        Assert.Contains("Code from your authenticator app: ", login.Error, StringComparison.Ordinal);
        Assert.Equal(0, login.ExitCode);
        var (attempt, _) = fixture.Setup.Decided[^1];
        Assert.Equal("203.0.113.5", attempt.Source?.ToString());
        Assert.Equal("here/sskd", attempt.Host);
    }

    [Fact]
    public async Task pam_asks_again_after_a_wrong_code_and_is_refused_after_the_third()
    {
        var login = await fixture.LogInAsync("alice", "111111", fixture.Setup.CodeOf("alice"));
        Assert.Contains("That code is wrong or has already been used. Code from", login.Error, StringComparison.Ordinal);
        Assert.Equal(0, login.ExitCode);

        var refused = await fixture.LogInAsync("alice", "111111", "222222", "333333", "444444");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Equal(4, fixture.Setup.Store.Events.Count(happened => happened.Kind == AuditKind.CodeWrong));
    }

    [Fact]
    public async Task pam_shows_why_a_name_is_closed()
    {
        await fixture.LogInAsync("alice", "111111", "222222", "333333");
        await fixture.LogInAsync("alice", "111111", "222222", "");
        var closed = await fixture.LogInAsync("alice", "");
        Assert.Matches("Too many wrong codes for this name from your network\\. Try again after [0-9:]{5} UTC[-+][0-9:]{5}, or enter a recovery or bypass code, or skey line [0-9]+ of ", closed.Error);
        Assert.NotEqual(0, closed.ExitCode);
    }

    [Theory]
    [InlineData(129)]
    [InlineData(500)]
    public async Task an_answer_longer_than_the_protocol_is_cut_and_wrong(int length)
    {
        var login = await fixture.LogInAsync("alice", new string('7', length), fixture.Setup.CodeOf("alice"));
        Assert.Equal(0, login.ExitCode);
        Assert.Single(fixture.Setup.Store.Events, happened => happened.Kind == AuditKind.CodeWrong);
    }

    [Fact]
    public async Task without_skip_passwd_pam_asks_itself_and_sends_the_code_at_once()
    {
        fixture.WriteService("prompt=Passcode");
        var login = await fixture.LogInAsync("alice", fixture.Setup.CodeOf("alice"));
        Assert.Contains("Passcode: ", login.Error, StringComparison.Ordinal);
        Assert.Equal(0, login.ExitCode);
    }

    [Fact]
    public async Task when_the_authority_is_away_pam_refuses()
    {
        await fixture.StopServerAsync();
        var login = await fixture.LogInAsync("alice", fixture.Setup.CodeOf("alice"));
        Assert.NotEqual(0, login.ExitCode);
    }

    [Fact]
    public async Task when_the_store_fails_pam_goes_to_its_next_server()
    {
        using var dead = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var silent = ((IPEndPoint)dead.Client.LocalEndPoint!).Port;
        fixture.WriteClient(silent, fixture.Port);
        var took = Stopwatch.StartNew();
        var login = await fixture.LogInAsync("alice", fixture.Setup.CodeOf("alice"));
        Assert.Equal(0, login.ExitCode);
        Assert.True(took.Elapsed >= TimeSpan.FromSeconds(2), $"the silent server cost {took.Elapsed}");
    }
}
