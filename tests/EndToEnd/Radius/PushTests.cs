using System.Text.RegularExpressions;
using Sallyport.Authority.Tests.Push;
using Sallyport.Authority.Tests.Radius;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;

namespace EndToEnd.Radius;

/// <summary>A device chosen at the prompt of Debian's libpam-radius-auth, driven by pamtester as sshd would. The phone's part is played here.</summary>
[Needs("pamtester pam_radius_auth.so")]
public sealed partial class PushTests : IAsyncLifetime
{
    private readonly RadiusFixture fixture = new() { Setup = new RadiusSetup(beforePassword: PushBeforePassword.Always) };
    private readonly TestPhone phone = new("alice");

    public ValueTask InitializeAsync()
    {
        fixture.Setup.Store.Change("alice", phone.EnrolTo);
        return fixture.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        phone.Dispose();
        await fixture.DisposeAsync();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("push")]
    public async Task pam_shows_the_number_and_goes_on_at_Enter(string typed)
    {
        var answered = AnswerAsync(PushReply.Approve);
        var login = await fixture.LogInAsync("alice", typed, "", "", "", "");
        var push = await answered;

        Assert.Contains("Code from your authenticator app, or 1 push: ", login.Error, StringComparison.Ordinal);
        Assert.Equal($"{push.Number!.Reveal()}", NumberShown().Match(login.Error).Groups["number"].Value);
        Assert.Equal(0, login.ExitCode);
    }

    [Fact]
    public async Task pam_shows_a_denial_and_refuses()
    {
        var answered = AnswerAsync(PushReply.Deny);
        var login = await fixture.LogInAsync("alice", "1", "", "", "", "");
        await answered;

        Assert.Contains("The request was denied on the device. Press Enter: ", login.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, login.ExitCode);
    }

    [Fact]
    public async Task a_code_typed_while_the_device_is_asked_lets_in()
    {
        var login = await fixture.LogInAsync("alice", "1", fixture.Setup.CodeOf("alice"));

        Assert.Equal(0, login.ExitCode);
    }

    private Task<PendingPush> AnswerAsync(PushReply reply) => Task.Run(async () =>
    {
        var push = fixture.Setup.Pushes.Sent.TryTake(out var sent, TimeSpan.FromSeconds(30)) ? sent.Push : throw new TimeoutException("nothing was sent");
        await phone.AnswerAsync(fixture.Setup.Pushes.Service, push, reply);
        return push;
    });

    [GeneratedRegex("enter (?<number>[0-9][0-9]) there, then press Enter here: ", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberShown();
}
