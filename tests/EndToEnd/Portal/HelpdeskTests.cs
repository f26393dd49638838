using System.Security.Cryptography;
using System.Text.RegularExpressions;
using EndToEnd.Machine;
using EndToEnd.Outside;
using Microsoft.Playwright;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Tests.Radius;

namespace EndToEnd.Portal;

/// <summary>Somebody calls the helpdesk, proves who is calling, and logs in with the code that the helper reads out.</summary>
[Collection(Browsing.Name)]
public sealed partial class HelpdeskTests(MessagingPortalSite site) : IClassFixture<MessagingPortalSite>
{
    private readonly string number = "+6149157" + RandomNumberGenerator.GetString("0123456789", 4);

    [Fact]
    public async Task A_caller_proves_by_the_telephone_and_logs_in_with_the_helpers_code()
    {
        await using var caller = await CallerAsync();
        Assert.NotEqual(PacketCode.AccessAccept, (await LogInAsync(caller, "000000")).Code);
        await using var helper = await site.SignInAsync(site.Group);
        var broken = helper.Window.BrokenRules();
        await helper.GoAsync("/portal/helpdesk");
        if (new Uri(helper.Page.Url).AbsolutePath == "/portal/confirm")
            await ConfirmAsync(helper);
        await LookAsync(helper.Page, "helpdesk");

        await helper.Page.GetByLabel("User name, or its beginning").FillAsync(caller.Name[..6]);
        await helper.Page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await LookAsync(helper.Page, "helpdesk-found");
        await helper.Page.GetByRole(AriaRole.Button, new() { Name = $"Open {caller.Name}" }).ClickAsync();
        await Assertions.Expect(helper.Page.GetByText("from 198.51.100.7 the")).ToBeVisibleAsync();
        await LookAsync(helper.Page, "helpdesk-user");

        await helper.Page.GetByRole(AriaRole.Button, new() { Name = "Send to Brick" }).ClickAsync();
        await Assertions.Expect(helper.Page.GetByText("A passcode is on its way.")).ToBeVisibleAsync();
        await helper.Page.GetByLabel("Code from the caller").FillAsync("0000000");
        await helper.Page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await Assertions.Expect(helper.Page.GetByText("That is not the passcode")).ToBeVisibleAsync();
        await helper.Page.GetByLabel("Code from the caller").FillAsync(SevenDigits().Match(await site.Kannel.TextToAsync(number)).Value);
        await helper.Page.GetByRole(AriaRole.Button, new() { Name = "Check" }).ClickAsync();
        await LookAsync(helper.Page, "helpdesk-proved");
        await helper.Page.GetByRole(AriaRole.Button, new() { Name = "Issue a bypass code" }).ClickAsync();
        await Assertions.Expect(helper.Page.GetByText("It is shown once")).ToBeVisibleAsync();
        await LookAsync(helper.Page, "helpdesk-code");

        var code = await helper.Page.Locator(".given").InnerTextAsync();
        Assert.Equal(PacketCode.AccessAccept, (await LogInAsync(caller, code)).Code);
        Assert.NotEqual(PacketCode.AccessAccept, (await LogInAsync(caller, code)).Code);
        var audit = await site.Authority.AdministerAsync("audit", "tail");
        Assert.Matches($"helpdesk-proof-failed.*{caller.Name}", audit);
        Assert.Matches($"bypass-code-issued.*{caller.Name}.*by the helpdesk after a passcode", audit);
        Assert.Empty(broken);
    }

    [Fact]
    public async Task A_check_in_person_needs_its_tick()
    {
        await using var caller = await CallerAsync();
        await using var helper = await site.SignInAsync(site.Group);
        await helper.GoAsync("/portal/helpdesk");
        await helper.Page.GetByLabel("User name, or its beginning").FillAsync(caller.Name);
        await helper.Page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await helper.Page.GetByRole(AriaRole.Button, new() { Name = $"Open {caller.Name}" }).ClickAsync();

        await helper.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
        await Assertions.Expect(helper.Page.GetByText("Who is calling?")).ToBeVisibleAsync();
        await helper.Page.GetByLabel($"I have seen {caller.Name} in person").CheckAsync();
        await helper.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();

        await Assertions.Expect(helper.Page.GetByText("The caller has proved to be this user, by a check in person.")).ToBeVisibleAsync();
        Assert.Contains("compared an identity document", await site.Authority.AdministerAsync("audit", "tail"), StringComparison.Ordinal);
    }

    /// <summary>A user with a phone and a recovery code, who is not at a browser.</summary>
    private async Task<Account> CallerAsync()
    {
        var person = await Account.MakeAsync();
        await site.Authority.AdministerAsync("user", "add", person.Name);
        await site.Authority.AdministerAsync("recovery-codes", "--for", person.Name);
        await site.Authority.AdministerAsync("device", "add-phone", number, "--name", "Brick", "--for", person.Name, "--proved");
        return person;
    }

    private async Task<TestAnswer> LogInAsync(Account person, string code)
    {
        using var conversation = new RadiusConversation(site.Authority.RadiusPort, await site.Authority.RadiusSecretAsync(), person.Name, "198.51.100.7");
        await conversation.BeginAsync();
        return (await conversation.SendAsync(code))!;
    }

    private static async Task ConfirmAsync(Visitor helper)
    {
        await helper.Page.GetByRole(AriaRole.Textbox).FillAsync(helper.Codes.Dequeue());
        await helper.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm" }).ClickAsync();
    }

    private static async Task LookAsync(IPage page, string name)
    {
        await page.AssertWithoutFindingAsync();
        await page.ShootAsync(name);
    }

    [GeneratedRegex(@"\b\d{7}\b", RegexOptions.NonBacktracking)]
    private static partial Regex SevenDigits();
}
