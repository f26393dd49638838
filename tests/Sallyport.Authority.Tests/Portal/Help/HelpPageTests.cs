using System.Net;
using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Sites;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Tests.Portal.Help;

public sealed class HelpPageTests
{
    [Fact]
    public async Task Anybody_sees_the_pages_of_a_site_that_published_its_profile()
    {
        await using var site = await SiteAsync(HelpPages.Public);
        using var browser = site.Browser();

        var answer = await browser.GetAsync("/help", r => r.Headers.Add("Sec-CH-UA-Platform", "\"Windows\""));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("ssh dora", answer.Body, StringComparison.Ordinal);
        Assert.InRange(answer.Body.IndexOf("id=\"first-windows\"", StringComparison.Ordinal), 1, answer.Body.IndexOf("id=\"first-with-program\"", StringComparison.Ordinal));
        Assert.DoesNotContain("<style", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", answer.Body, StringComparison.Ordinal);
        Assert.Contains("/help\"", (await browser.GetAsync("/portal/sign-in")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_signed_in_finds_the_own_name_in_the_examples()
    {
        await using var site = await SiteAsync(HelpPages.SignedIn);
        using var stranger = site.Browser();
        using var ada = await site.SignedInAsync("ada", site.AddTotp("ada"));

        Assert.Equal("/portal/sign-in", (await stranger.GetAsync("/help")).Location);
        Assert.DoesNotContain("/help\"", (await stranger.GetAsync("/portal/sign-in")).Body, StringComparison.Ordinal);
        Assert.Contains("ssh ada@ssh.maths.example", (await ada.GetAsync("/help?system=linux")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_pages_there_is_nothing_at_their_address()
    {
        await using var site = await SiteAsync(HelpPages.Off);
        using var browser = site.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/help")).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{\"version\": 1}")]
    public async Task Without_a_profile_that_can_be_read_the_page_says_so(string? payload)
    {
        await using var site = await SiteAsync(HelpPages.Public, payload);
        using var browser = site.Browser();
        var answer = await browser.GetAsync("/help");
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Contains("not published", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_profile_is_on_the_page_at_once_and_nobody_sees_anothers_name()
    {
        AuthorityOptions? used = null;
        var payload = await File.ReadAllTextAsync(Path.Combine(Samples.Root, "tests/vectors/site-profile/payload.json"), TestContext.Current.CancellationToken);
        await using var site = await PortalSite.StartAsync(options =>
        {
            Directory.CreateDirectory(options.StateFolder);
            new SitePublisher(used = options, new TestClock()).Publish(payload);
            return options;
        });
        using var stranger = site.Browser();
        using var ada = await site.SignedInAsync("ada", site.AddTotp("ada"));
        Assert.Contains("ssh.maths.example", (await stranger.GetAsync("/help?system=linux")).Body, StringComparison.Ordinal);
        Assert.Contains("ssh ada@ssh.maths.example", (await ada.GetAsync("/help?system=linux")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@", (await stranger.GetAsync("/help?system=linux")).Body, StringComparison.Ordinal);

        new SitePublisher(used!, new TestClock()).Publish(payload.Replace("ssh.maths.example", "door.maths.example", StringComparison.Ordinal));
        var changed = (await stranger.GetAsync("/help?system=linux")).Body;
        Assert.Contains("door.maths.example", changed, StringComparison.Ordinal);
        Assert.DoesNotContain("ssh.maths.example", changed, StringComparison.Ordinal);
    }

    public static TheoryData<string> Anchors => [.. RefusalMessage.All.Select(m => m.Anchor)];

    [Theory]
    [MemberData(nameof(Anchors))]
    public void A_message_ends_with_the_address_of_its_paragraph_and_fits_into_one_attribute(string anchor)
    {
        var message = RefusalMessage.All.Single(m => m.Anchor == anchor);
        var links = new HelpLinks(new PortalOptions { Url = new Uri("https://2fa.maths.example") });
        Assert.Equal($"{message.Text} Help: https://2fa.maths.example/help#{anchor}", links.Text(message));
        // With the longest name that a host may have, the words remain and the address goes.
        var far = new HelpLinks(new PortalOptions { Url = new Uri($"https://{string.Join('.', Enumerable.Repeat(new string('a', 60), 4))}") });
        Assert.Equal(message.Text, far.Text(message));
        Assert.InRange(Encoding.UTF8.GetByteCount(links.Text(message) + " Press Enter: "), 1, 253);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("https://2fa.maths.example", 3)]
    public void Without_pages_messages_are_as_they_always_were(string? url, int help)
    {
        var links = new HelpLinks(new PortalOptions { Url = url is null ? null : new Uri(url), Help = (HelpPages)help });
        foreach (var message in RefusalMessage.All)
            Assert.Equal(message.Text, links.Text(message));
    }

    private static Task<PortalSite> SiteAsync(HelpPages help) => SiteAsync(help, File.ReadAllText(Path.Combine(Samples.Root, "tests/vectors/site-profile/payload.json")));

    private static Task<PortalSite> SiteAsync(HelpPages help, string? payload) => PortalSite.StartAsync(options =>
    {
        options = options with { Portal = options.Portal with { Help = help } };
        Directory.CreateDirectory(options.StateFolder);
        if (payload is not null)
            new SitePublisher(options, new TestClock()).Publish(payload);
        return options;
    });
}
