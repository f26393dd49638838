using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Sallyport.Authority.Configuration;
using Sallyport.Rules.Audit;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>Single sign-on, and what must not sign in. The names of the rows are the attacks.</summary>
public sealed class SignOnTests
{
    private static readonly Dictionary<string, Action<FakeProvider>> Lies = new(StringComparer.Ordinal)
    {
        ["a token for another client"] = p => p.Claims = c => c["aud"] = "another",
        ["a token for two clients that names no one"] = p => p.Claims = c => c["aud"] = new System.Text.Json.Nodes.JsonArray("sallyport", "another"),
        ["a token that another client asked for"] = p => p.Claims = c => c["azp"] = "another",
        ["a token of another issuer"] = p => p.Claims = c => c["iss"] = "https://evil.example",
        ["a token of another sign-in"] = p => p.Claims = c => c["nonce"] = "another",
        ["a token without a nonce"] = p => p.Claims = c => c.Remove("nonce"),
        ["a token that has expired"] = p => p.Claims = c => c["exp"] = (long)c["iat"]! - 120,
        ["a token without an end"] = p => p.Claims = c => c.Remove("exp"),
        ["a token of last week"] = p => p.Claims = c => c["iat"] = (long)c["iat"]! - (7 * 86400),
        ["a token from the future"] = p => p.Claims = c => c["iat"] = (long)c["iat"]! + 600,
        ["a token that somebody else signed"] = p => p.SigningKey = ECDsa.Create(ECCurve.NamedCurves.nistP256),
        ["a token that nobody signed"] = p => p.Token = t => $"{Base64Url.EncodeToString("""{"alg":"none"}"""u8)}.{t.Split('.')[1]}.",
        ["a token signed with the public key as a secret"] = p => p.Token = t => $"{Base64Url.EncodeToString("""{"alg":"HS256","kid":"one"}"""u8)}.{t.Split('.')[1]}.{t.Split('.')[2]}",
        ["a token whose claims were changed after it was signed"] = p => p.Token = t => $"{t.Split('.')[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(t.Split('.')[1])).Replace("subject-1", "subject-2", StringComparison.Ordinal)))}.{t.Split('.')[2]}",
        ["no token at all"] = p => p.Token = _ => "nothing",
        ["claims of another subject"] = p => p.UserInfo = c => c["sub"] = "subject-2",
        ["claims without a name"] = p => p.UserInfo = c => c.Remove("preferred_username"),
        ["a name that is a number"] = p => p.UserInfo = c => c["preferred_username"] = 7,
        ["a name that nobody has"] = p => p.UserInfo = c => c["preferred_username"] = "no-such-person-here",
        ["a locked person"] = p => p.UserInfo = c => c["preferred_username"] = "locked",
        ["a provider that describes another"] = p => p.Document = c => c["issuer"] = "https://evil.example",
        ["keys that lie on plain HTTP"] = p => p.Document = c => c["jwks_uri"] = "http://localhost/keys",
    };

    public static TheoryData<string> Attacks => [.. Lies.Keys];

    [Fact]
    public async Task who_the_provider_vouches_for_is_signed_in_but_not_fresh()
    {
        await using var stage = await Stage.StartAsync();
        using var browser = stage.Site.Browser();

        var back = await stage.SignInAsync(browser);

        Assert.Equal((HttpStatusCode.SeeOther, "/portal"), (back.Status, back.Location));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/portal")).Status);
        Assert.StartsWith("/portal/confirm", (await browser.GetAsync("/portal/factors/app")).Location!, StringComparison.Ordinal);
        Assert.Contains(stage.Site.Store.Events, e => e is { Kind: AuditKind.PortalSignedIn, Person: "ada", Detail: "SingleSignOn" });
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task does_not_sign_in(string attack)
    {
        await using var stage = await Stage.StartAsync();
        Lies[attack](stage.Provider);
        using var browser = stage.Site.Browser();

        var back = await stage.SignInAsync(browser);

        Assert.NotEqual("/portal", back.Location);
        Assert.NotEqual(HttpStatusCode.InternalServerError, back.Status);
        Assert.Equal("/portal/sign-in", (await browser.GetAsync("/portal")).Location);
        Assert.DoesNotContain(stage.Site.Store.Events, e => e.Kind == AuditKind.PortalSignedIn);
    }

    [Theory]
    [InlineData("an answer without a state", "code=the-code&iss=ISSUER")]
    [InlineData("an answer with another's state", "code=the-code&iss=ISSUER&state=another")]
    [InlineData("an answer with two states", "code=the-code&iss=ISSUER&state=STATE&state=STATE")]
    [InlineData("an answer of another issuer", "code=the-code&iss=https://evil.example&state=STATE")]
    [InlineData("an answer without its issuer", "code=the-code&state=STATE")]
    [InlineData("an answer that says no", "error=access_denied&iss=ISSUER&state=STATE")]
    [InlineData("a code that is another's", "code=another&iss=ISSUER&state=STATE")]
    [InlineData("two codes", "code=the-code&code=another&iss=ISSUER&state=STATE")]
    public async Task does_not_sign_in_by(string attack, string answer)
    {
        Assert.NotEmpty(attack);
        await using var stage = await Stage.StartAsync();
        using var browser = stage.Site.Browser();
        var state = await stage.BeginAsync(browser);

        var query = answer.Replace("STATE", state, StringComparison.Ordinal).Replace("ISSUER", Uri.EscapeDataString(stage.Provider.Issuer), StringComparison.Ordinal);
        var back = await browser.GetAsync("/portal/sign-in/sso/return?" + query);

        Assert.Null(back.Location);
        Assert.Equal("/portal/sign-in", (await browser.GetAsync("/portal")).Location);
    }

    [Fact]
    public async Task an_answer_counts_only_in_the_browser_that_began_and_only_once_and_not_after_ten_minutes()
    {
        await using var stage = await Stage.StartAsync();
        using var attacker = stage.Site.Browser();
        using var victim = stage.Site.Browser();
        var answer = stage.Answer(await stage.BeginAsync(attacker));

        Assert.Null((await victim.GetAsync(answer)).Location);
        Assert.Equal("/portal", (await attacker.GetAsync(answer)).Location);
        Assert.Null((await attacker.GetAsync(answer)).Location);

        using var slow = stage.Site.Browser();
        var late = stage.Answer(await stage.BeginAsync(slow));
        stage.Site.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Null((await slow.GetAsync(late)).Location);
    }

    /// <summary>A portal and its provider.</summary>
    private sealed class Stage(PortalSite site, FakeProvider provider) : IAsyncDisposable
    {
        public PortalSite Site => site;

        public FakeProvider Provider => provider;

        public static async Task<Stage> StartAsync()
        {
            var clock = new TestClock();
            var provider = await FakeProvider.StartAsync(clock);
            var site = await PortalSite.StartAsync(clock, options => options with
            {
                Portal = options.Portal with
                {
                    SignOn = new SingleSignOnOptions(new Uri(provider.Issuer), "sallyport", provider.SecretFile) { RootsFile = provider.RootsFile },
                },
            });
            site.AddTotp("ada");
            site.Store.Put(Person.Registered("locked") with { Standing = PersonStanding.Locked });
            return new Stage(site, provider);
        }

        /// <summary>Goes to the provider; gives back the state that it was sent with.</summary>
        public async Task<string> BeginAsync(Browser browser)
        {
            var there = await browser.GetAsync("/portal/sign-in/sso");
            if (there.Location is null)
                return string.Empty;
            var query = HttpUtility.ParseQueryString(new Uri(there.Location).Query);
            (provider.Nonce, provider.Challenge) = (query["nonce"]!, query["code_challenge"]!);
            return query["state"]!;
        }

        public string Answer(string state) => $"/portal/sign-in/sso/return?code=the-code&iss={Uri.EscapeDataString(provider.Issuer)}&state={state}";

        public async Task<Answer> SignInAsync(Browser browser) => await browser.GetAsync(Answer(await BeginAsync(browser)));

        public async ValueTask DisposeAsync()
        {
            await site.DisposeAsync();
            await provider.DisposeAsync();
        }
    }
}
