using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>Each row is an attack on Ada, who is signed in. None may change anything of hers, or get at what she sees.</summary>
public sealed class AttackTests
{
    /// <summary>A form that changes something: it hands out a ticket for a device.</summary>
    private const string Form = "/portal/devices/add";

    private static readonly Dictionary<string, Func<PortalSite, Browser, Task<Answer>>> Attacks = new(StringComparer.Ordinal)
    {
        ["CSRF: a form without its token"] = (_, ada) => With(ada, "", b => b.PostAsync(Form)),
        ["CSRF: a form with the token of another person's session"] = async (site, ada) =>
        {
            using var eve = await site.SignedInAsync("eve", site.AddTotp("eve"));
            await eve.GetAsync("/portal");
            return await With(ada, eve.Token, b => b.PostAsync(Form));
        },
        ["CSRF: a form with a token of somebody who is not signed in"] = async (site, ada) =>
        {
            using var anybody = site.Browser();
            await anybody.GetAsync(await site.LinkAsync("ada"));
            return await With(ada, anybody.Token, b => b.PostAsync(Form));
        },
        ["CSRF: the right token from another site"] = (_, ada) => ada.PostAsync(Form, r => r.Headers.Add("Sec-Fetch-Site", "cross-site")),
        ["CSRF: the right token from a sibling site"] = (_, ada) => ada.PostAsync(Form, r => r.Headers.Add("Sec-Fetch-Site", "same-site")),
        ["CSRF: the right token from another origin, by a browser without Sec-Fetch-Site"] = (_, ada) =>
            ada.PostAsync(Form, r => r.Headers.Add("Origin", "https://evil.example")),
        ["CSRF: the right token in the address"] = (_, ada) => With(ada, "", b => b.PostAsync($"{Form}?form-token={ada.Token}")),
        ["CSRF: the right token twice"] = (_, ada) => ada.PostAsync(Form, ("form-token", ada.Token)),
        ["CSRF: the right token as text/plain"] = (_, ada) =>
            ada.SendAsync(HttpMethod.Post, Form, new StringContent($"form-token={ada.Token}", Encoding.UTF8, "text/plain"), Own),
        ["CSRF: by GET"] = (_, ada) => ada.GetAsync($"{Form}?form-token={ada.Token}"),
        ["CSRF: sign-out by another site"] = (_, ada) => With(ada, "", b => b.PostAsync("/portal/sign-out", r => r.Headers.Add("Sec-Fetch-Site", "cross-site"))),
        ["CSRF: a script of another site"] = (_, ada) => ada.SendAsync(
            HttpMethod.Post, "/portal/devices/key", JsonContent.Create(new { }), r => r.Headers.Add("Sec-Fetch-Site", "cross-site")),
        ["CSRF: a script that does not say where it comes from"] = (_, ada) =>
            ada.SendAsync(HttpMethod.Post, "/portal/devices/key", JsonContent.Create(new { }), _ => { }),
        ["host: another name"] = (_, ada) => ada.PostAsync(Form, r => { Own(r); r.Headers.Host = "evil.example"; }),
        ["host: the portal's name at another port"] = (_, ada) => ada.PostAsync(Form, r => { Own(r); r.Headers.Host = "localhost:1"; }),
        ["host: the portal's name with a dot"] = (site, ada) => ada.PostAsync(Form, r => { Own(r); r.Headers.Host = $"localhost.:{site.Url.Port}"; }),
        ["step-up: six minutes after the last code"] = (site, ada) =>
        {
            site.Clock.Advance(TimeSpan.FromMinutes(6));
            return ada.PostAsync(Form);
        },
        ["an expired session"] = (site, ada) =>
        {
            site.Clock.Advance(TimeSpan.FromMinutes(16));
            return ada.PostAsync(Form);
        },
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task nothing_of_ada_s_changes_by(string attack)
    {
        await using var site = await PortalSite.StartAsync();
        using var ada = await site.SignedInAsync("ada", site.AddTotp("ada"));
        await ada.GetAsync("/portal");
        var (token, devices) = (ada.Token, (await site.Store.FindAsync("ada", TestContext.Current.CancellationToken)).Portal.DeviceTicket);

        var answer = await Attacks[attack](site, ada);

        var after = await site.Store.FindAsync("ada", TestContext.Current.CancellationToken);
        Assert.Equal((null, null), (devices, after.Portal.DeviceTicket));
        Assert.NotEmpty(after.Portal.Sessions);
        Assert.NotEmpty(token);
        Assert.True((int)answer.Status is >= 300 and < 500, $"{answer.Status}: {answer.Body}");
    }

    [Fact]
    public async Task the_form_works_without_an_attack()
    {
        await using var site = await PortalSite.StartAsync();
        using var ada = await site.SignedInAsync("ada", site.AddTotp("ada"));
        await ada.GetAsync("/portal");

        Assert.Equal(HttpStatusCode.OK, (await ada.PostAsync(Form)).Status);
        Assert.NotNull((await site.Store.FindAsync("ada", TestContext.Current.CancellationToken)).Portal.DeviceTicket);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/portal/..//evil.example")]
    [InlineData("/portal/\r\nLocation: https://evil.example")]
    [InlineData("/portal@evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/portalevil.example")]
    public async Task an_open_redirect_leads_home(string next)
    {
        await using var site = await PortalSite.StartAsync();
        var key = site.AddTotp("ada");
        using var ada = await site.SignedInAsync("ada", key);
        await ada.GetAsync("/portal/confirm?next=" + Uri.EscapeDataString(next));
        site.Clock.Advance(TimeSpan.FromSeconds(30));

        var confirmed = await ada.PostAsync("/portal/confirm", ("next", next), ("code", site.CodeOf(key)));

        Assert.Equal((HttpStatusCode.SeeOther, "/portal"), (confirmed.Status, confirmed.Location));
    }

    [Fact]
    public async Task a_cookie_planted_before_the_sign_in_is_worth_nothing_after_it()
    {
        await using var site = await PortalSite.StartAsync();
        var key = site.AddTotp("ada");
        var link = await site.LinkAsync("ada");
        using var thief = site.Browser();
        await thief.GetAsync(await site.LinkAsync("ada"));
        var planted = thief.Cookies.GetCookieHeader(site.Url);

        using var ada = site.Browser();
        ada.Cookies.SetCookies(site.Url, planted);
        link = await site.LinkAsync("ada");
        await ada.GetAsync(link);
        Assert.Equal("/portal", (await ada.PostAsync(link, ("code", site.CodeOf(key)))).Location);

        Assert.Equal(HttpStatusCode.OK, (await ada.GetAsync("/portal")).Status);
        Assert.Equal("/portal/sign-in", (await thief.GetAsync("/portal")).Location);
        Assert.NotEqual(planted, ada.Cookies.GetCookieHeader(site.Url));
    }

    [Fact]
    public async Task a_link_of_a_stranger_s_making_and_an_expired_one_look_the_same()
    {
        await using var site = await PortalSite.StartAsync();
        site.AddTotp("ada");
        using var browser = site.Browser();
        var link = await site.LinkAsync("ada");
        var forged = await browser.GetAsync("/portal/link/" + new string('A', 80));
        site.Clock.Advance(TimeSpan.FromMinutes(10));
        var expired = await browser.GetAsync(link);

        Assert.Equal(HttpStatusCode.Gone, expired.Status);
        Assert.Equal((forged.Status, forged.Body), (expired.Status, expired.Body));
    }

    [Theory]
    [InlineData("/portal")]
    [InlineData("/portal/sign-in")]
    [InlineData("/portal/approve")]
    [InlineData("/portal/devices/enrol")]
    [InlineData("/portal/no/such/page")]
    public async Task no_page_can_be_framed_kept_or_made_to_run_what_is_not_ours(string path)
    {
        await using var site = await PortalSite.StartAsync();
        using var ada = await site.SignedInAsync("ada", site.AddTotp("ada"));

        var headers = (await ada.GetAsync(path)).Message.Headers;

        var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("DENY", Assert.Single(headers.GetValues("X-Frame-Options")));
        Assert.True(headers.CacheControl!.NoStore);
        Assert.Equal("no-referrer", Assert.Single(headers.GetValues("Referrer-Policy")));
        Assert.StartsWith("max-age=", Assert.Single(headers.GetValues("Strict-Transport-Security")), StringComparison.Ordinal);
    }

    private static void Own(HttpRequestMessage request) => request.Headers.Add("Sec-Fetch-Site", "same-origin");

    private static Task<Answer> With(Browser browser, string token, Func<Browser, Task<Answer>> send)
    {
        browser.Token = token;
        return send(browser);
    }
}
