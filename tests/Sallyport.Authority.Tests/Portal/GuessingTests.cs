using System.Net;
using System.Net.Http.Headers;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>Guesses at codes and cookies, other names of the host, floods, and texts that would like to be markup. The names are the attacks.</summary>
public sealed class GuessingTests
{
    [Fact]
    public async Task codes_guessed_at_the_portal_use_up_the_budget_that_logins_have_and_then_no_code_is_looked_at()
    {
        await using var site = await PortalSite.StartAsync();
        var key = site.AddTotp("ada");
        var link = await site.LinkAsync("ada");
        using var browser = site.Browser();
        await browser.GetAsync(link);
        for (var i = 0; i < 5; i++)
            await browser.PostAsync(link, ("code", "000000"));

        var right = await browser.PostAsync(link, ("code", site.CodeOf(key)));

        Assert.Contains("Too many wrong codes for this name from your network", right.Body, StringComparison.Ordinal);
        Assert.Equal(5, site.Store.Events.Count(e => e is { Kind: AuditKind.CodeWrong, Person: "ada", Host: "portal" }));
        Assert.Contains(site.Store.Events, e => e is { Kind: AuditKind.SourceClosed, Person: "ada" });
        Assert.Equal("/portal/sign-in", (await browser.GetAsync("/portal")).Location);
    }

    [Fact]
    public async Task a_code_that_opened_a_login_does_not_sign_in()
    {
        await using var site = await PortalSite.StartAsync();
        var key = site.AddTotp("ada");
        using var first = await site.SignedInAsync("ada", key);
        var link = await site.LinkAsync("ada");
        using var second = site.Browser();
        await second.GetAsync(link);

        Assert.Contains("wrong or has already been used", (await second.PostAsync(link, ("code", site.CodeOf(key)))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_code_that_the_portal_itself_shows_is_no_second_factor_at_the_portal()
    {
        await using var site = await PortalSite.StartAsync();
        using var browser = await site.SignedInAsync("ada", site.AddTotp("ada"));
        await browser.GetAsync("/portal/code");
        await browser.PostAsync("/portal/code");
        var code = ShownCode.Read(CookieRequest(browser, site), site.Seal, "ada")!;
        site.Clock.Advance(TimeSpan.FromMinutes(4));
        site.Clock.Advance(TimeSpan.FromSeconds(55));
        await browser.GetAsync("/portal");
        site.Clock.Advance(TimeSpan.FromSeconds(4));

        var ada = await site.Store.FindAsync("ada", CancellationToken.None);
        Assert.True(ada.Enrolments.WebOtp.Matches(code, site.Clock.GetUtcNow()));
        Assert.Contains("wrong or has already been used", (await browser.PostAsync("/portal/confirm", ("code", code))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_trusted_network_does_not_spare_a_browser_its_second_factor()
    {
        await using var site = await PortalSite.StartAsync();
        site.AddTotp("ada");
        await site.Store.AddNetworkAsync(IPNetwork.Parse("127.0.0.0/8"), "root", CancellationToken.None);
        var link = await site.LinkAsync("ada");
        using var browser = site.Browser();
        await browser.GetAsync(link);

        Assert.NotEqual("/portal", (await browser.PostAsync(link, ("code", "000000"))).Location);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("a cookie of another site")]
    [InlineData("a sign-in link in the cookie's place")]
    [InlineData("a made-up session of ada")]
    public async Task a_forged_cookie_is_nobody(string forged)
    {
        await using var site = await PortalSite.StartAsync();
        site.AddTotp("ada");
        var ticket = Ticket.For("ada", site.Clock.GetUtcNow()).Write();
        var value = forged switch
        {
            "a cookie of another site" => new SessionSeal(new byte[32]).Seal("cookie", ticket),
            "a sign-in link in the cookie's place" => site.Seal.Seal("sign-in link", ticket),
            "a made-up session of ada" => site.Seal.Seal("cookie", ticket),
            _ => forged,
        };
        using var browser = site.Browser();
        browser.Cookies.Add(site.Url, new Cookie(SessionCookie.Name, value, "/") { Secure = true });

        Assert.Equal("/portal/sign-in", (await browser.GetAsync("/portal")).Location);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost")]
    [InlineData("localhost:1")]
    [InlineData("127.0.0.1:443")]
    public async Task by_another_name_of_the_host_there_is_nothing(string host)
    {
        await using var site = await PortalSite.StartAsync();
        using var browser = site.Browser();

        var answer = await browser.GetAsync("/portal/sign-in", request => request.Headers.Host = host);

        Assert.Equal((HttpStatusCode.NotFound, string.Empty), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task a_flood_of_forms_from_a_stranger_is_slowed_down_and_signed_in_people_are_not()
    {
        await using var site = await PortalSite.StartAsync();
        using var ada = await site.SignedInAsync("ada", site.AddTotp("ada"));
        using var stranger = site.Browser();
        Answer? last = null;
        for (var i = 0; i < 31; i++)
            last = await stranger.PostAsync("/portal/link/nothing");

        Assert.Equal(HttpStatusCode.TooManyRequests, last!.Status);
        Assert.Equal(new RetryConditionHeaderValue(TimeSpan.FromMinutes(1)), last.Message.Headers.RetryAfter);
        await ada.GetAsync("/portal/code");
        Assert.Equal("/portal/code", (await ada.PostAsync("/portal/code")).Location);
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.BadRequest, (await stranger.PostAsync("/portal/link/nothing")).Status);
    }

    [Fact]
    public async Task names_hosts_and_details_stay_text()
    {
        const string Name = "<script>alert('ada')</script>";
        await using var site = await PortalSite.StartAsync();
        site.Store.Put(Person.Registered(Name));
        await site.Store.AppendAsync(
            [new AuditEvent(AuditKind.CodeWrong, Name, IPAddress.Loopback, "<img src=x onerror=alert(1)>\u001b[31m\u202e", Actor: "\"><svg onload=alert(2)>")], CancellationToken.None);
        using var browser = await site.SignedInAsync(Name, null);

        foreach (var path in new[] { "/portal", "/portal/code", "/portal/factors", "/portal/activity" })
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("<script>", page.Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img", page.Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<svg onload", page.Body, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain('\u001b', page.Body);
            Assert.DoesNotContain('\u202e', page.Body);
            Assert.Contains("&lt;script&gt;alert(&#39;ada&#39;)", page.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void markup_escapes_what_is_put_in_and_keeps_what_is_markup()
    {
        var bold = Markup.Of($"<b>{"<&>\"'"}</b>");

        Assert.Equal("<b>&lt;&amp;&gt;&quot;&#39;</b>", bold.ToString());
        Assert.Equal("<p><b>&lt;&amp;&gt;&quot;&#39;</b>7</p>", Markup.Of($"<p>{bold}{7}{(string?)null}</p>").ToString());
        Assert.Equal("a\ufffdb\tc\nd", Markup.Of($"{"a\u0000b\tc\nd"}").ToString());
    }

    private static Microsoft.AspNetCore.Http.HttpRequest CookieRequest(Browser browser, PortalSite site)
    {
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        context.Request.Headers.Cookie = browser.Cookies.GetCookieHeader(site.Url);
        return context.Request;
    }
}
