namespace EndToEnd.Portal;

/// <summary>Real logins that wait for a browser window to approve them.</summary>
[Collection(Browsing.Name)]
public sealed class PushLoginTests(PortalSite site) : IClassFixture<PortalSite>, IAsyncLifetime
{
    private Visitor ada = null!;
    private Phone phone = null!;
    private string host = null!;

    public async ValueTask InitializeAsync()
    {
        ada = await site.SignInAsync();
        phone = await Phone.EnrolAsync(ada, "Ada's phone");
        host = await site.AddHostAsync($"web-{Guid.NewGuid():N}"[..12]);
    }

    public async ValueTask DisposeAsync()
    {
        await phone.DisposeAsync();
        await ada.DisposeAsync();
    }

    [Fact]
    public async Task login_duo_goes_on_when_its_digits_are_typed_on_the_phone()
    {
        await using var login = await AskAsync("echo went on");
        var number = await login.NumberAsync();
        await phone.ExpectAsync("192.0.2.7");
        await phone.Page.AssertAccessibleAsync();

        await phone.ApproveAsync(number == "10" ? "11" : "10");
        await phone.ExpectAsync("Those digits are wrong.");
        await phone.ApproveAsync(number);
        await phone.ExpectAsync("Approved.");

        Assert.Equal(0, await login.ExitAsync());
        Assert.Contains("went on", login.Terminal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_denied_login_ends_and_not_me_closes_its_network()
    {
        var dialogs = 0;
        phone.Page.Dialog += (_, dialog) =>
        {
            dialogs++;
            _ = dialog.DismissAsync();
        };
        await using var denied = await AskAsync("echo <img src=x onerror=alert(1)>\e[2J");
        await phone.ExpectAsync("echo <img src=x onerror=alert(1)>");
        await phone.ExpectAsync("The host also says");
        await phone.ExpectAsync("Server IP");
        await phone.Page.ShootAsync("approve-markup");
        await phone.PressAsync("Deny");
        await phone.ExpectAsync("Denied.");
        Assert.NotEqual(0, await denied.ExitAsync());

        await using var foreign = await AskAsync("echo went on");
        await phone.PressAsync("This is not me");
        await phone.ExpectAsync("Logins with your name from that network are refused");
        Assert.NotEqual(0, await foreign.ExitAsync());
        Assert.DoesNotContain("went on", foreign.Terminal, StringComparison.Ordinal);

        await using var closed = LoginDuo.Start(host, ada.Name, "echo went on");
        Assert.NotEqual(0, await closed.ExitAsync());
        Assert.Contains("Too many wrong codes", closed.Terminal, StringComparison.Ordinal);
        Assert.Equal(0, dialogs);
    }

    [Fact]
    public async Task a_login_that_nobody_answers_ends_and_its_question_goes_away()
    {
        await using var login = await AskAsync("echo went on");
        site.Authority.Clock.Step(TimeSpan.FromMinutes(1));
        try
        {
            await phone.ExpectAsync("That login was answered on another device, or has ended.");
            Assert.NotEqual(0, await login.ExitAsync());
            Assert.DoesNotContain("went on", login.Terminal, StringComparison.Ordinal);
        }
        finally
        {
            // The browser's clock is the machine's.
            site.Authority.Clock.Step(-TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public async Task a_restart_in_the_middle_refuses_the_login_and_an_approval_after_it_opens_nothing()
    {
        await using var login = await AskAsync("echo went on");
        await site.Authority.StopAsync();
        await site.Authority.StartAgainAsync();

        Assert.NotEqual(0, await login.ExitAsync());
        await phone.ApproveAsync(await login.NumberAsync());
        await phone.ExpectAsync("Approved.");
        await using var next = LoginDuo.Start(host, ada.Name, "echo went on");
        await next.WaitForAsync("1. Push to Ada's phone");
        Assert.DoesNotContain("went on", login.Terminal + next.Terminal, StringComparison.Ordinal);
    }

    private async Task<LoginDuo> AskAsync(string command)
    {
        var login = LoginDuo.Start(host, ada.Name, command);
        await login.WaitForAsync("1. Push to Ada's phone");
        await login.TypeAsync("1");
        await login.NumberAsync();
        await phone.ExpectAsync("Are you logging in now?");
        return login;
    }
}
