using System.Net;
using System.Text.RegularExpressions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Tests.Delivery;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>The page on which a user adds a phone number: entered, sent a passcode, proved.</summary>
public sealed partial class PhoneNumberTests : IAsyncLifetime
{
    private const string Page = "/portal/devices/phone";
    private const string Number = "+61 491 570 006";

    private TestProvider provider = null!;
    private PortalSite site = null!;
    private TotpKey key = null!;

    public async ValueTask InitializeAsync()
    {
        provider = await TestProvider.StartAsync();
        site = await PortalSite.StartAsync(options => Sending(options, provider));
        key = site.AddTotp("ada");
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task a_number_counts_when_the_passcode_that_was_sent_to_it_is_typed()
    {
        using var ada = await SignedInAsync("ada", key);
        Assert.Equal(Page, (await ada.PostAsync(Page, ("do", "start"), ("number", Number), ("name", "Brick"))).Location);
        var message = await MessageAsync(1);
        Assert.StartsWith("to=+61491570006 text=Example University passcode: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", message, StringComparison.Ordinal);
        Assert.Empty((await DevicesAsync()).All);
        Assert.Contains("XXX-0006 waits for its passcode", (await ada.GetAsync("/portal/devices")).Body, StringComparison.Ordinal);

        var wrong = await ada.PostAsync(Page, ("do", "prove"), ("code", "0000000"));
        Assert.Equal((HttpStatusCode.Conflict, true), (wrong.Status, wrong.Body.Contains("That passcode is wrong; look at the message again.", StringComparison.Ordinal)));
        Assert.Equal("/portal/devices", (await ada.PostAsync(Page, ("do", "prove"), ("code", Code(message)))).Location);

        Assert.Equal("+61491570006", Assert.Single((await DevicesAsync()).All).PhoneNumber?.Text);
        Assert.Equal(
            [AuditKind.PhonePasscodeSent, AuditKind.PhonePasscodeWrong, AuditKind.DeviceAdded],
            site.Store.Events.Where(e => e.Host == "portal" && e.Kind is not (AuditKind.PortalSignedIn or AuditKind.PortalSteppedUp)).Select(e => e.Kind));
        Assert.DoesNotContain(site.Store.Events, e => e.Detail?.Contains("91570006", StringComparison.Ordinal) == true || e.Detail?.Contains(Code(message), StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task a_number_that_is_changed_starts_anew()
    {
        using var ada = await SignedInAsync("ada", key);
        await ada.PostAsync(Page, ("do", "start"), ("number", Number), ("name", "Brick"));
        var first = await MessageAsync(1);
        site.Clock.Advance(PendingPhone.Pause);
        await ada.PostAsync(Page, ("do", "start"), ("number", "+61491570007"), ("name", "Brick"));
        var second = await MessageAsync(2);

        Assert.Equal(HttpStatusCode.Conflict, (await ada.PostAsync(Page, ("do", "prove"), ("code", Code(first)))).Status);
        Assert.Equal("/portal/devices", (await ada.PostAsync(Page, ("do", "prove"), ("code", Code(second)))).Location);
        Assert.Equal("+61491570007", Assert.Single((await DevicesAsync()).All).PhoneNumber?.Text);
    }

    [Fact]
    public async Task users_together_do_not_flood_a_number()
    {
        for (var i = 0; i < PendingPhone.MostADay + 1; i++)
        {
            var name = $"user{i}";
            using var user = await SignedInAsync(name, site.AddTotp(name));
            var answer = await user.PostAsync(Page, ("do", "start"), ("number", Number), ("name", "Brick"));
            Assert.Equal(i < PendingPhone.MostADay ? HttpStatusCode.SeeOther : HttpStatusCode.Conflict, answer.Status);
        }

        await MessageAsync(PendingPhone.MostADay);
        Assert.Equal(PendingPhone.MostADay, site.Store.Events.Count(e => e.Kind == AuditKind.PhonePasscodeSent));
    }

    [Theory]
    [InlineData("0491570006", "Brick")]
    [InlineData("+61<script>", "Brick")]
    [InlineData("+61491570006", "\u202egnp")]
    [InlineData("", "")]
    public async Task what_is_no_number_or_name_gets_no_message(string number, string name)
    {
        using var ada = await SignedInAsync("ada", key);

        var answer = await ada.PostAsync(Page, ("do", "start"), ("number", number), ("name", name));

        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.DoesNotContain("<script>", answer.Body.Replace("<script type=\"module\" src=", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(site.Store.Events, e => e.Kind == AuditKind.PhonePasscodeSent);
    }

    [Fact]
    public async Task without_a_fresh_factor_or_with_a_forged_form_nothing_is_sent()
    {
        using var ada = await SignedInAsync("ada", key);
        var forged = await ada.PostAsync(Page, request => request.Headers.Add("Sec-Fetch-Site", "cross-site"), ("do", "start"), ("number", Number), ("name", "Brick"));
        site.Clock.Advance(TimeSpan.FromMinutes(6));
        var stale = await ada.PostAsync(Page, ("do", "start"), ("number", Number), ("name", "Brick"));

        Assert.Equal(HttpStatusCode.BadRequest, forged.Status);
        Assert.StartsWith("/portal/confirm", stale.Location, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Store.Events, e => e.Kind == AuditKind.PhonePasscodeSent);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task a_site_that_does_not_want_it_or_cannot_send_offers_nothing(bool isWanted, bool canSend)
    {
        await using var other = await PortalSite.StartAsync(options => canSend
            ? Sending(options, provider) with { Portal = options.Portal with { OwnPhones = isWanted ? Settings.Switch.On : Settings.Switch.Off } }
            : options with { Portal = options.Portal with { OwnPhones = isWanted ? Settings.Switch.On : Settings.Switch.Off } });
        using var ada = await other.SignedInAsync("ada", other.AddTotp("ada"));

        Assert.DoesNotContain(Page, (await ada.GetAsync("/portal/devices")).Body, StringComparison.Ordinal);
        Assert.Equal("/portal/devices", (await ada.GetAsync(Page)).Location);
        Assert.Equal(HttpStatusCode.Conflict, (await ada.PostAsync(Page, ("do", "start"), ("number", Number), ("name", "Brick"))).Status);
        Assert.DoesNotContain(other.Store.Events, e => e.Kind == AuditKind.PhonePasscodeSent);
    }

    private static AuthorityOptions Sending(AuthorityOptions options, TestProvider provider) => options with
    {
        Portal = options.Portal with { OwnPhones = Settings.Switch.On },
        Deliver =
        [
            new DeliverOptions("texts", [Purpose.Sms], new DriverOptions.Http(
                HttpMethod.Post, Template.Parse(provider.Url + "texts")!, [], Template.Parse("to={to} text={text}"), "text/plain", null, [], null, DropsCopies: false)) { RootsFile = provider.RootsFile },
        ],
    };

    private async Task<Browser> SignedInAsync(string name, TotpKey own)
    {
        var browser = await site.SignedInAsync(name, own);
        await browser.GetAsync(Page);
        return browser;
    }

    private async Task<DeviceSet> DevicesAsync() => (await site.Store.FindAsync("ada", CancellationToken.None)).Enrolments.Devices;

    /// <summary>The message with this number, from 1, once it has arrived.</summary>
    private async Task<string> MessageAsync(int number)
    {
        for (var seen = 0; site.Store.Events.Count(e => e.Kind == AuditKind.MessageSent) < number; seen = site.Store.Events.Count)
            await site.Store.UntilAsync(Math.Max(seen, site.Store.Events.Count) + 1);
        return provider.Requests.ElementAt(number - 1).Text;
    }

    private static string Code(string message) => SevenDigits().Match(message).Value;

    [GeneratedRegex(@"\b\d{7}\b", RegexOptions.NonBacktracking)]
    private static partial Regex SevenDigits();
}
