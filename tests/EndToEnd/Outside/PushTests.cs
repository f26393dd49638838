using EndToEnd.Doors;
using EndToEnd.Machine;
using Sallyport.Authority.Tests;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;

namespace EndToEnd.Outside;

/// <summary>The code first by real ssh, sshd and libpam-radius-auth, with a phone in the code's place where the site offers that before the password.</summary>
[Needs("oathtool pam_radius_auth.so")]
public sealed class PushTests : IAsyncLifetime
{
    private const string Menu = "Code from your authenticator app, or 1 push: ";

    private readonly Client client = new();
    private TestAuthority authority = null!;
    private OutsideDoor door = null!;
    private Account account = null!;
    private PhoneOfTheSite phone = null!;

    public async ValueTask InitializeAsync()
    {
        authority = await TestAuthority.StartAsync(new SteppedClock(), "off", "[push]\nbefore-password = always\n");
        door = await OutsideDoor.OpenAsync("code-first", authority.ConfigFile);
        account = await Account.MakeAsync();
        await authority.EnrolTotpAsync(account.Name);
        phone = new PhoneOfTheSite(authority, account.Name);
        await phone.EnrolAsync();
    }

    public async ValueTask DisposeAsync()
    {
        phone.Dispose();
        client.Dispose();
        await account.DisposeAsync();
        await door.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task the_number_is_shown_and_the_password_asked_for_when_the_phone_has_said_yes()
    {
        var (ssh, push) = await LogInAsync(PushReply.Approve);

        Assert.True(ssh.ExitCode == 0, $"{ssh}");
        Assert.Equal(account.Name, ssh.Output.Trim());
        Assert.Equal(Menu, client.Prompts[0]);
        Assert.Equal($"Pushed a login request to your device: enter {push.Number!.Reveal()} there, then press Enter here: ", client.Prompts[1]);
        Assert.Equal("Password: ", client.Prompts[^1]);
    }

    [Fact]
    public async Task a_denial_is_shown_and_no_password_asked_for()
    {
        var (ssh, _) = await LogInAsync(PushReply.NotMe);

        Assert.NotEqual(0, ssh.ExitCode);
        Assert.Contains("The request was denied on the device. Press Enter: ", client.Prompts);
        Assert.DoesNotContain("Password: ", client.Prompts);
    }

    private async Task<(Run Ssh, PendingPush Push)> LogInAsync(PushReply reply)
    {
        var login = client.SshAsync(door.Port, account.Name, account.Password, ["1", "", "", "", ""], "id", "-un");
        var push = await phone.RingAsync();
        await phone.AnswerAsync(push, reply);
        return (await login, push);
    }
}
