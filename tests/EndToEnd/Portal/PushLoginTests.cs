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
        await using var login = LoginDuo.Start(host, ada.Name, "echo went on");
        await login.WaitForAsync("1. Push to Ada's phone");
        await login.TypeAsync("1");
        var number = await login.NumberAsync();
        await phone.ExpectAsync("Is this you, logging in now?");
        await phone.ExpectAsync("192.0.2.7");
        await phone.Page.AssertAccessibleAsync();

        await phone.ApproveAsync(number == "10" ? "11" : "10");
        await phone.ExpectAsync("Those are not the digits.");
        await phone.ApproveAsync(number);
        await phone.ExpectAsync("Approved.");

        Assert.Equal(0, await login.ExitAsync());
        Assert.Contains("went on", login.Terminal, StringComparison.Ordinal);
    }
}
