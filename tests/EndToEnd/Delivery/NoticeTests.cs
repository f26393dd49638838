using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Sallyport.Authority.Tests.Delivery;
using Sallyport.Authority.Tests.Push;
using Sallyport.Rules.Logins.Push;

namespace EndToEnd.Delivery;

/// <summary>A login by login_duo announced by Web Push, to a push service of the test's that decrypts with the subscription's keys; and what administrators hear.</summary>
[Needs("bearerbox fakesmsc login_duo openssl")]
public sealed class NoticeTests
{
    [Fact]
    public async Task A_browser_is_told_who_logs_in_where_and_administrators_when_it_was_not_them()
    {
        await using var service = await TestProvider.StartAsync();
        service.Answers = [(201, "")];
        await using var site = await MessageSite.StartAsync($"""
            [web-push]
            private-networks = on
            ca-file = {service.RootsFile}
            [deliver desk]
            driver = webhook
            for = alert
            url = {service.Url}alerts
            ca-file = {service.RootsFile}
            """);
        using var browser = new TestBrowser();
        using var phone = new TestPhone(site.Sshd.User);
        await site.AddAsync(phone.Device, browser.Subscription(new Uri(service.Url, "push/1")));

        await using var session = Session.Open(site.Sshd);
        await session.TypeAsync("push3");
        var number = (await session.SeesAsync(@"Pushed a login request to Pixel 9: enter (\d\d) there\.")).Groups[1].Value;
        var notice = await ArrivedAsync(service, "/push/1");
        using var shown = JsonDocument.Parse(browser.Read(notice.Body));
        Assert.Equal($"{site.Sshd.User} is logging in to door from 127.0.0.1.", shown.RootElement.GetProperty("body").GetString());
        Assert.DoesNotContain(site.Sshd.User, Encoding.Latin1.GetString(notice.Body), StringComparison.Ordinal);

        var push = (await site.Store.FindAsync(site.Sshd.User, CancellationToken.None)).Enrolments.Devices.Push!;
        Assert.Equal(number, $"{push.Number!.Reveal()}");
        var answer = phone.Sign(push.Id, PushReply.NotMe, "");
        using var message = JsonContent.Create(new
        {
            person = site.Sshd.User,
            device = phone.Device.Id.Text,
            verdict = "not-me",
            number = "",
            signature = Base64Url.EncodeToString(answer.Signature.AsSpan()),
        });
        Assert.Equal(HttpStatusCode.OK, await site.CallPortalAsync($"/portal/push/{push.Id}/answer", message));
        await session.SeesAsync("denied on the device");
        using var alert = JsonDocument.Parse((await ArrivedAsync(service, "/alerts")).Text);
        Assert.Equal($"example site: {site.Sshd.User} reports a login by somebody else", alert.RootElement.GetProperty("title").GetString());
        Assert.Contains("127.0.0.1", alert.RootElement.GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    private static async Task<ProviderRequest> ArrivedAsync(TestProvider service, string target)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (service.Requests.FirstOrDefault(request => request.Target == target) is { } arrived)
                return arrived;
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"nothing came to {target}");
    }
}
