using System.Security.Cryptography;
using System.Text.RegularExpressions;
using EndToEnd.Machine;
using Microsoft.Playwright;
using Sallyport.Rules.Factors.Devices;

namespace EndToEnd.Portal;

/// <summary>A phone number becomes a device by the passcode that the telephone received.</summary>
[Collection(Browsing.Name)]
public sealed partial class PhoneNumberTests(MessagingPortalSite site) : IClassFixture<MessagingPortalSite>
{
    private readonly string number = "+6149157" + RandomNumberGenerator.GetString("0123456789", 4);

    [Fact]
    public async Task A_number_is_entered_proved_and_then_offered_at_the_login()
    {
        await using var ada = await site.SignInAsync();
        var broken = ada.Window.BrokenRules();
        await ada.GoAsync("/portal/devices");
        await ada.Page.AssertWithoutFindingAsync();
        await ada.Page.ShootAsync("devices-with-phones");
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Add a phone number" }).ClickAsync();
        await ada.Page.AssertWithoutFindingAsync();
        await ada.Page.ShootAsync("phone-number");
        await ada.Page.GetByLabel("Phone number").FillAsync(number);
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Send a passcode" }).ClickAsync();
        await Assertions.Expect(ada.Page.GetByText("A passcode is on its way.")).ToBeVisibleAsync();

        await ada.Page.GetByLabel("Passcode from the message").FillAsync("0000000");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Add this number", Exact = true }).ClickAsync();
        await Assertions.Expect(ada.Page.GetByText("That passcode is wrong")).ToBeVisibleAsync();
        await ada.Page.AssertWithoutFindingAsync();
        await ada.Page.ShootAsync("phone-number-wrong");
        Assert.DoesNotContain("sms1", await DevicesAsync(ada), StringComparison.Ordinal);

        await ada.Page.GetByLabel("Passcode from the message").FillAsync(SevenDigits().Match(await site.Kannel.TextToAsync(number)).Value);
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Add this number", Exact = true }).ClickAsync();
        await Assertions.Expect(ada.Page.GetByText("Number added.")).ToBeVisibleAsync();
        Assert.Matches($"1 +phone +Phone +XXX-{number[^4..]}", await DevicesAsync(ada));
        Assert.Single(site.Kannel.Messages, message => message.To == number);
        Assert.Empty(broken);
    }

    [Fact]
    public async Task A_number_that_an_administrator_enters_is_proved_at_the_command_line_by_its_owner()
    {
        await using var person = await Account.MakeAsync();
        await site.Authority.AdministerAsync("user", "add", person.Name);

        var entered = await site.Authority.AdministerAsync("device", "add-phone", number, "--name", "Brick", "--for", person.Name);
        Assert.StartsWith("A passcode is on its way to Brick.", entered, StringComparison.Ordinal);
        Assert.Empty((await site.Authority.Host.Store.FindAsync(person.Name, CancellationToken.None)).Enrolments.Devices.All);
        Assert.Contains("unproved", await site.Authority.AdministerAsync("device", "list", "--for", person.Name), StringComparison.Ordinal);

        var code = SevenDigits().Match(await site.Kannel.TextToAsync(number)).Value;
        var proved = await site.Authority.AdministerAsync("device", "prove-phone", code, "--for", person.Name);
        Assert.Equal("Brick is device 1: passcodes by sms1, calls by phone1.", proved.Trim());
        Assert.Equal(DeviceKind.Phone, Assert.Single((await site.Authority.Host.Store.FindAsync(person.Name, CancellationToken.None)).Enrolments.Devices.All).Kind);
    }

    private Task<string> DevicesAsync(Visitor visitor) => site.Authority.AdministerAsync("device", "list", "--for", visitor.Name);

    [GeneratedRegex(@"\b\d{7}\b", RegexOptions.NonBacktracking)]
    private static partial Regex SevenDigits();
}
