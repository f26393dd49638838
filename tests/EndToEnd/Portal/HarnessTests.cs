using Microsoft.Playwright;

namespace EndToEnd.Portal;

public sealed class HarnessTests
{
    [Fact]
    public async Task The_browser_opens_a_page_of_a_provider_whose_root_it_was_given()
    {
        await using var provider = await OpenIdProvider.StartAsync(new Uri("https://localhost:1/signed-in"));
        await using var browser = await Browser.StartAsync(provider.RootFile);
        await using var window = await browser.OpenAsync();
        var page = await window.NewPageAsync();
        await page.GotoAsync(provider.Issuer + "/auth?client_id=sallyport&response_type=code&scope=openid&redirect_uri=https%3A%2F%2Flocalhost%3A1%2Fsigned-in&code_challenge_method=S256&code_challenge=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
        await Assertions.Expect(page.GetByPlaceholder("Enter any login")).ToBeVisibleAsync();
        await page.ShootAsync("provider");
    }
}
