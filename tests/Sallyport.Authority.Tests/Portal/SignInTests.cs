using System.Net;
using System.Text.RegularExpressions;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Portal;

public sealed partial class SignInTests
{
    [Fact]
    public async Task a_link_and_a_code_sign_in_and_the_link_is_used_up()
    {
        await using var site = await PortalSite.StartAsync();
        var key = site.AddTotp("ada");
        var link = await site.LinkAsync("ada");
        using var browser = site.Browser();

        var asked = await browser.GetAsync(link);
        var home = await browser.PostAsync(link, ("code", site.CodeOf(key)));
        var overview = await browser.GetAsync("/portal");
        using var other = site.Browser();
        var again = await other.GetAsync(link);

        Assert.Contains("Code from your authenticator app", asked.Body, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.SeeOther, "/portal"), (home.Status, home.Location));
        Assert.Contains("""<span class="who">ada</span>""", overview.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, again.Status);
        Assert.Contains(site.Store.Events, e => e is { Kind: AuditKind.PortalSignedIn, Person: "ada", Host: "portal", Source: not null });
    }

    [Fact]
    public async Task someone_without_a_factor_signs_in_by_the_link_alone_and_is_not_fresh()
    {
        await using var site = await PortalSite.StartAsync();
        site.Store.Put(Person.Registered("ada"));
        using var browser = await site.SignedInAsync("ada", null);

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/portal")).Status);
    }

    [Fact]
    public async Task nobody_sees_a_page_without_signing_in()
    {
        await using var site = await PortalSite.StartAsync();
        using var browser = site.Browser();

        Assert.Equal("/portal/sign-in", (await browser.GetAsync("/portal")).Location);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/portal/sign-in")).Status);
        Assert.Equal("/portal", (await browser.GetAsync("/")).Location);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/portal/no/such/page")).Status);
    }

    [Fact]
    public async Task a_browser_that_is_idle_for_fifteen_minutes_is_signed_out_and_one_that_is_used_after_eight_hours()
    {
        await using var site = await PortalSite.StartAsync();
        var key = site.AddTotp("ada");
        using var idle = await site.SignedInAsync("ada", key);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        using var used = await site.SignedInAsync("ada", key);

        for (var minutes = 0; minutes < 8 * 60 - 10; minutes += 10)
        {
            site.Clock.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal(HttpStatusCode.OK, (await used.GetAsync("/portal")).Status);
            Assert.Equal(minutes == 0 ? HttpStatusCode.OK : HttpStatusCode.SeeOther, minutes is 0 or 20 ? (await idle.GetAsync("/portal")).Status : HttpStatusCode.SeeOther);
        }

        site.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.SeeOther, (await used.GetAsync("/portal")).Status);
    }

    [Fact]
    public async Task signing_out_ends_the_session_itself_not_only_the_cookie()
    {
        await using var site = await PortalSite.StartAsync();
        using var browser = await site.SignedInAsync("ada", site.AddTotp("ada"));
        var cookie = browser.Cookies.GetCookieHeader(site.Url);
        await browser.GetAsync("/portal");
        await browser.PostAsync("/portal/sign-out");
        using var thief = site.Browser();

        var stolen = await thief.GetAsync("/portal", request => request.Headers.Add("Cookie", cookie));

        Assert.Equal("/portal/sign-in", stolen.Location);
    }

    [Fact]
    public async Task a_lock_signs_out_at_once()
    {
        await using var site = await PortalSite.StartAsync();
        using var browser = await site.SignedInAsync("ada", site.AddTotp("ada"));
        var ada = await site.Store.FindAsync("ada", CancellationToken.None);
        site.Store.Put(((PersonChange.Done)Enrolling.Lock(ada, "root")).Next);

        Assert.Equal("/portal/sign-in", (await browser.GetAsync("/portal")).Location);
    }

    [Fact]
    public async Task the_first_view_is_small_and_all_from_one_host()
    {
        await using var site = await PortalSite.StartAsync();
        using var browser = site.Browser();

        var page = await browser.GetAsync("/portal/sign-in");
        var bytes = page.Body.Length;
        foreach (var asset in AssetUrl().Matches(page.Body).Select(m => m.Groups["url"].Value))
        {
            var file = await browser.GetAsync(asset);
            Assert.Equal(HttpStatusCode.OK, file.Status);
            Assert.Contains("immutable", file.Message.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            bytes += file.Body.Length;
        }

        Assert.InRange(bytes, 1_000, 100_000);
        Assert.DoesNotMatch("(?:href|src|action)=\"(?!/|#)", page.Body);
    }

    [GeneratedRegex("(href|src)=\"(?<url>/portal/assets/[^\"]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex AssetUrl();
}
