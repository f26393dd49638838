using EndToEnd.Machine;
using EndToEnd.Outside;
using Microsoft.Playwright;

namespace EndToEnd.Portal;

/// <summary>What a person does with factors of their own in a browser.</summary>
[Collection(Browsing.Name)]
public sealed class FactorTests(PortalSite site) : IClassFixture<PortalSite>
{
    [Needs("zbarimg")]
    [Fact]
    public async Task an_authenticator_app_is_set_up_by_reading_its_QR_code_from_the_picture()
    {
        await using var ada = await site.SignInAsync();
        await ada.GoAsync("/portal/factors/app");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Show the QR code" }).ClickAsync();
        await ada.Page.AssertAccessibleAsync();
        await ada.Page.ShootAsync("app");

        var picture = Path.Combine(ada.Folder, "qr.png");
        await ada.Page.GetByRole(AriaRole.Img, new() { Name = "QR code" }).ScreenshotAsync(new() { Path = picture });
        var read = new Uri((await Run.MustAsync("zbarimg", "--raw", "--quiet", picture)).Trim());
        Assert.Equal(("otpauth", "totp"), (read.Scheme, read.Host));
        var key = read.Query.TrimStart('?').Split('&').Single(p => p.StartsWith("secret=", StringComparison.Ordinal))["secret=".Length..];
        var app = new AuthenticatorApp(key, site.Authority.Clock);

        await ada.Page.GetByLabel("The code that the app shows now").FillAsync(await app.CodeAsync());
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Verify and use" }).ClickAsync();
        await Assertions.Expect(ada.Page.GetByText("Your authenticator app is set up.")).ToBeVisibleAsync();
        await ada.Page.ShootAsync("factors");
    }

    [Fact]
    public async Task a_passkey_signs_in()
    {
        await using var ada = await site.SignInAsync();
        await AttachAuthenticatorAsync(ada);
        await ada.GoAsync("/portal/factors/passkeys");
        await ada.Page.GetByLabel("Name of the passkey").FillAsync("laptop");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(ada.Page.GetByText("Passkey added.")).ToBeVisibleAsync();
        await ada.Page.AssertAccessibleAsync();
        await ada.Page.ShootAsync("passkeys");

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Assertions.Expect(ada.Page.Locator(".who")).ToHaveTextAsync(ada.Name);
    }

    [Fact]
    public async Task every_page_is_accessible_and_breaks_no_rule_of_its_own()
    {
        await using var ada = await site.SignInAsync();
        var broken = ada.Window.BrokenRules();
        foreach (var path in new[] { "", "/code", "/factors", "/factors/app", "/factors/recovery-codes", "/factors/passkeys", "/devices", "/activity", "/confirm", "/approve", "/no/such/page" })
        {
            await ada.GoAsync("/portal" + path);
            await ada.Page.AssertAccessibleAsync();
            await ada.Page.ShootAsync("page" + path.Replace('/', '-'));
        }

        Assert.Empty(broken);
        // The browser does tell.
        await ada.Window.RunAndWaitForConsoleMessageAsync(() => ada.Page.EvaluateAsync("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')"));
        Assert.NotEmpty(broken);
    }

    /// <summary>Chromium's own, with a screen lock that is always opened.</summary>
    private static async Task AttachAuthenticatorAsync(Visitor visitor)
    {
        var debugger = await visitor.Window.NewCDPSessionAsync(visitor.Page);
        await debugger.SendAsync("WebAuthn.enable");
        await debugger.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
