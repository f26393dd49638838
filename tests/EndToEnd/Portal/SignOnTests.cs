using EndToEnd.Machine;
using Microsoft.Playwright;

namespace EndToEnd.Portal;

/// <summary>A site whose portal is signed in to by an OpenID provider that nobody here wrote.</summary>
[Needs("node openssl")]
public sealed class SignOnSite : PortalSite
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sallyport-sign-on-");
    private OpenIdProvider? provider;

    protected override async Task<(string Settings, string? Root)> PrepareAsync()
    {
        provider = await OpenIdProvider.StartAsync(new Uri(Origin + "/portal/sign-in/sso/return"));
        var secret = Path.Combine(folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, provider.ClientSecret + "\n");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead);
        return ($"""
            [sign-on]
            issuer = {provider.Issuer}
            client-id = {OpenIdProvider.ClientId}
            secret-file = {secret}
            ca-file = {provider.RootFile}
            name = the university
            """, provider.RootFile);
    }

    protected override async ValueTask EndAsync()
    {
        folder.Delete(recursive: true);
        if (provider is not null)
            await provider.DisposeAsync();
    }
}

[Collection(Browsing.Name)]
public sealed class SignOnTests(SignOnSite site) : IClassFixture<SignOnSite>
{
    [Fact]
    public async Task The_provider_signs_in_who_has_an_account_and_nobody_else()
    {
        await using var ada = await Account.MakeAsync();
        await using var window = await site.Browser.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(site.Origin + "/");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in", Exact = true })).ToBeVisibleAsync();
        await page.AssertAccessibleAsync();
        await page.ShootAsync("sign-in");

        await ProveAsync(page, ada.Name);
        await Assertions.Expect(page.Locator(".who")).ToHaveTextAsync(ada.Name);
        await page.AssertAccessibleAsync();
        await page.ShootAsync("home-new");

        await using var other = await site.Browser.OpenAsync();
        var refused = await other.NewPageAsync();
        await refused.GotoAsync(site.Origin + "/portal/sign-in");
        await ProveAsync(refused, "<b>nobody</b>");
        await Assertions.Expect(refused.GetByText("there is no account that may sign in here with the name <b>nobody</b>")).ToBeVisibleAsync();
        await Assertions.Expect(refused.Locator(".who")).ToHaveCountAsync(0);
    }

    /// <summary>The provider's own pages: a name, any password, consent.</summary>
    private static async Task ProveAsync(IPage page, string name)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with the university" }).ClickAsync();
        await page.GetByPlaceholder("Enter any login").FillAsync(name);
        await page.GetByPlaceholder("and password").FillAsync("any");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign-in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }
}
