using System.Net;
using System.Text.RegularExpressions;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Tests.Portal;

public sealed partial class CodeTests
{
    [Fact]
    public async Task one_tap_gives_the_code_that_the_next_login_takes()
    {
        await using var site = await PortalSite.StartAsync();
        using var browser = await site.SignedInAsync("ada", site.AddTotp("ada"));

        var code = await FetchAsync(browser);
        var again = await browser.GetAsync("/portal/code");

        var ada = await site.Store.FindAsync("ada", CancellationToken.None);
        Assert.True(ada.Enrolments.WebOtp.Matches(code, site.Clock.GetUtcNow()));
        Assert.Equal(code, CodeIn().Match(again.Body).Groups["code"].Value);
        Assert.Contains("data-left=\"300\"", again.Body, StringComparison.Ordinal);
        Assert.Contains(site.Store.Events, e => e is { Kind: AuditKind.WebOtpIssued, Person: "ada", Actor: "ada", Host: "portal", Source: not null });
    }

    [Fact]
    public async Task a_code_is_shown_as_used_as_soon_as_it_is_and_as_no_longer_good_after_its_time()
    {
        await using var site = await PortalSite.StartAsync();
        using var browser = await site.SignedInAsync("ada", site.AddTotp("ada"));
        await FetchAsync(browser);
        var ada = await site.Store.FindAsync("ada", CancellationToken.None);
        site.Store.Put(ada with { Enrolments = ada.Enrolments with { WebOtp = ada.Enrolments.WebOtp.Used() } });

        Assert.Contains(">Used<", (await browser.GetAsync("/portal/code")).Body, StringComparison.Ordinal);

        await FetchAsync(browser);
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Contains(">No longer valid<", (await browser.GetAsync("/portal/code")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_stream_of_a_code_that_is_no_longer_live_ends()
    {
        await using var site = await PortalSite.StartAsync();
        using var browser = await site.SignedInAsync("ada", site.AddTotp("ada"));

        var ended = await browser.GetAsync("/portal/code/events");

        Assert.Equal("text/event-stream", ended.Message.Content.Headers.ContentType!.MediaType);
        Assert.Equal("event: ended\ndata:\n\n", ended.Body);
    }

    [Fact]
    public async Task a_flood_of_codes_ends_at_the_limit_of_the_hour()
    {
        await using var site = await PortalSite.StartAsync();
        using var browser = await site.SignedInAsync("ada", site.AddTotp("ada"));
        for (var i = 0; i < 6; i++)
            await FetchAsync(browser);

        var refused = await browser.PostAsync("/portal/code");

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("Too many codes in an hour", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_code_in_one_persons_browser_says_nothing_in_anothers()
    {
        await using var site = await PortalSite.StartAsync();
        using var ada = await site.SignedInAsync("ada", site.AddTotp("ada"));
        using var eve = await site.SignedInAsync("eve", site.AddTotp("eve"));
        await FetchAsync(ada);
        var stolen = ada.Cookies.GetCookies(site.Url)["__Host-sallyport-code"]!;
        eve.Cookies.Add(site.Url, new Cookie(stolen.Name, stolen.Value, "/") { Secure = true });

        Assert.DoesNotMatch(CodeIn(), (await eve.GetAsync("/portal/code")).Body);
    }

    private static async Task<string> FetchAsync(Browser browser)
    {
        await browser.GetAsync("/portal/code");
        Assert.Equal("/portal/code", (await browser.PostAsync("/portal/code")).Location);
        return CodeIn().Match((await browser.GetAsync("/portal/code")).Body).Groups["code"].Value;
    }

    [GeneratedRegex("""id="shown"[^>]*>(?<code>[^<]+)<""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex CodeIn();
}
