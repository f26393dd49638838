using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Sallyport.Authority.Portal.Passkeys;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>Passkeys, and what must not pass for one. The names of the rows are the attacks.</summary>
public sealed class PasskeyTests
{
    private static readonly Dictionary<string, Action<SoftAuthenticator, Keys>> Lies = new(StringComparer.Ordinal)
    {
        ["signed for another site's page"] = (a, _) => a.Origin = "https://evil.example",
        ["signed for another site"] = (a, _) => a.Host = "evil.example",
        ["the person was not verified"] = (a, _) => a.VerifiesThePerson = false,
        ["a counter that has been seen"] = (a, _) => a.Counter -= 1,
        ["another person's handle"] = (a, keys) => a.Handle = keys.Handles.Of("eve")!,
        ["a handle that nobody made"] = (a, _) => a.Handle = "ada",
        ["a credential that nobody has"] = (a, _) => a.Id = new byte[16],
    };

    public static TheoryData<string> Attacks => [.. Lies.Keys];

    [Fact]
    public async Task at_an_ip_address_where_browsers_allow_none_the_portal_offers_none()
    {
        await using var site = await PortalSite.StartAsync(options => options with { Portal = options.Portal with { Url = new Uri($"https://127.0.0.1:{options.Portal.Url!.Port}") } });
        site.AddTotp("ada");
        using var browser = site.Browser();

        Assert.DoesNotContain("passkey", (await browser.GetAsync("/portal/sign-in")).Body, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/portal/factors/passkeys")).Status);
    }

    [Fact]
    public async Task a_passkey_signs_in_counts_as_fresh_and_cannot_be_removed_by_who_is_not()
    {
        await using var keys = await Keys.StartAsync();
        using var browser = keys.Site.Browser();

        var answer = await Keys.ShowAsync(browser, keys.Authenticator);

        Assert.Equal((HttpStatusCode.OK, """{"next":"/portal"}"""), (answer.Status, answer.Body));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/portal/factors/passkeys")).Status);
        Assert.Contains(keys.Site.Store.Events, e => e is { Kind: AuditKind.PortalSignedIn, Person: "ada", Detail: "Passkey" });
        keys.Site.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.StartsWith("/portal/confirm", (await browser.GetAsync("/portal/factors/passkeys")).Location!, StringComparison.Ordinal);
        await Keys.ShowAsync(browser, keys.Authenticator);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/portal/factors/passkeys")).Status);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task does_not_sign_in(string attack)
    {
        await using var keys = await Keys.StartAsync();
        using var browser = keys.Site.Browser();
        Lies[attack](keys.Authenticator, keys);

        var answer = await Keys.ShowAsync(browser, keys.Authenticator);

        Assert.Contains(answer.Status, new[] { HttpStatusCode.BadRequest, HttpStatusCode.Forbidden });
        Assert.Equal("/portal/sign-in", (await browser.GetAsync("/portal")).Location);
    }

    [Fact]
    public async Task an_answer_counts_once_and_only_in_the_browser_that_was_asked_and_not_after_five_minutes()
    {
        await using var keys = await Keys.StartAsync();
        using var browser = keys.Site.Browser();
        using var thief = keys.Site.Browser();
        await thief.GetAsync("/portal/sign-in");
        var question = await Keys.AskAsync(browser);
        var answer = Keys.Answer(keys.Authenticator, question);

        Assert.Equal(HttpStatusCode.BadRequest, (await Keys.SendAsync(thief, "/portal/passkeys/show", answer)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Keys.SendAsync(browser, "/portal/passkeys/show", answer)).Status);
        using var again = keys.Site.Browser();
        again.Cookies.Add(browser.Cookies.GetCookies(keys.Site.Url));
        Assert.Equal(HttpStatusCode.BadRequest, (await Keys.SendAsync(again, "/portal/passkeys/show", answer)).Status);

        using var slow = keys.Site.Browser();
        var late = Keys.Answer(keys.Authenticator, await Keys.AskAsync(slow));
        keys.Site.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.BadRequest, (await Keys.SendAsync(slow, "/portal/passkeys/show", late)).Status);
    }

    [Fact]
    public async Task another_persons_passkey_does_not_confirm_for_this_one()
    {
        await using var keys = await Keys.StartAsync();
        using var eve = await keys.Site.SignedInAsync("eve", keys.Site.AddTotp("eve"));
        keys.Site.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(HttpStatusCode.Forbidden, (await Keys.ShowAsync(eve, keys.Authenticator)).Status);
        Assert.StartsWith("/portal/confirm", (await eve.GetAsync("/portal/factors/app")).Location!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_script_of_another_site_gets_nothing()
    {
        await using var keys = await Keys.StartAsync();
        using var browser = keys.Site.Browser();

        var foreign = await browser.SendAsync(HttpMethod.Post, "/portal/passkeys/ask", Keys.Json(new JsonObject()), r => r.Headers.Add("Sec-Fetch-Site", "cross-site"));
        var silent = await browser.SendAsync(HttpMethod.Post, "/portal/passkeys/ask", Keys.Json(new JsonObject()), _ => { });

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (foreign.Status, silent.Status));
    }

    [Fact]
    public void a_handle_hides_the_name_and_gives_it_back_to_this_site_alone()
    {
        var handles = new UserHandles(new byte[32]);
        var handle = handles.Of("ada")!;

        Assert.Equal((64, "ada", handle), (handle.Length, handles.NameOf(handle), handles.Of("ada")));
        Assert.Null(new UserHandles([.. new byte[31], 1]).NameOf(handle));
        Assert.Null(handles.NameOf((handle[0] == 'A' ? "B" : "A") + handle[1..]));
        Assert.Null(handles.NameOf(string.Empty));
        Assert.Null(handles.Of(new string('a', 33)));
        Assert.Equal(new string('a', 32), handles.NameOf(handles.Of(new string('a', 32))!));
    }

    /// <summary>A site, and ada's passkey on it.</summary>
    private sealed class Keys(PortalSite site, SoftAuthenticator authenticator) : IAsyncDisposable
    {
        public PortalSite Site => site;

        public SoftAuthenticator Authenticator => authenticator;

        public UserHandles Handles => new(site.Store.DecoyKey.Bytes);

        public static async Task<Keys> StartAsync()
        {
            var site = await PortalSite.StartAsync();
            var keys = new Keys(site, new SoftAuthenticator(site.Url.GetLeftPart(UriPartial.Authority), site.Url.Host));
            TotpKey totp = site.AddTotp("ada");
            using var browser = await site.SignedInAsync("ada", totp);
            var question = await SendAsync(browser, "/portal/factors/passkeys/begin", new JsonObject());
            Assert.Equal(HttpStatusCode.OK, question.Status);
            var made = JsonNode.Parse(question.Body)!;
            var added = await SendAsync(browser, "/portal/factors/passkeys/add", new JsonObject
            {
                ["state"] = (string)made["state"]!,
                ["credential"] = keys.Authenticator.Create(made["options"]!),
                ["name"] = "laptop",
            });
            Assert.Equal((HttpStatusCode.OK, """{"next":"/portal/factors"}"""), (added.Status, added.Body));
            return keys;
        }

        public static async Task<JsonNode> AskAsync(Browser browser) =>
            JsonNode.Parse((await SendAsync(browser, "/portal/passkeys/ask", new JsonObject())).Body)!;

        public static JsonObject Answer(SoftAuthenticator with, JsonNode question) => new()
        {
            ["state"] = (string)question["state"]!,
            ["credential"] = with.Get(question["options"]!),
            ["next"] = "//evil.example",
        };

        public static async Task<Answer> ShowAsync(Browser browser, SoftAuthenticator with) =>
            await SendAsync(browser, "/portal/passkeys/show", Answer(with, await AskAsync(browser)));

        public static Task<Answer> SendAsync(Browser browser, string path, JsonObject message) =>
            browser.SendAsync(HttpMethod.Post, path, Json(message), request => request.Headers.Add("Sec-Fetch-Site", "same-origin"));

        public static StringContent Json(JsonObject message) => new(message.ToJsonString(), Encoding.UTF8, "application/json");

        public async ValueTask DisposeAsync()
        {
            authenticator.Dispose();
            await site.DisposeAsync();
        }
    }
}
