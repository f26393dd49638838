using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Delivery.WebPush;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Logins;
using Sallyport.Authority.People;
using Sallyport.Authority.Push;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Tests.Push;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;
using Sallyport.Settings;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>What devices are told of a login that waits, by every way; and that the login's number is in none of it.</summary>
public sealed class PushCourierTests : IAsyncLifetime
{
    private readonly TestBrowser browser = new();
    private readonly TestPhone device = new("alice");
    private MemoryStore store = null!;
    private TestProvider service = null!;
    private VapidKey key = null!;
    private WebPushSender sender = null!;
    private Deliveries deliveries = null!;
    private PushCourier courier = null!;

    public async ValueTask InitializeAsync()
    {
        store = new MemoryStore(TimeProvider.System);
        service = await TestProvider.StartAsync();
        var (options, faults) = AuthoritySettings.Read(SettingsFile.Parse("sallyport.conf", $"""
            site = example site
            [portal]
            url = https://portal.example.net
            [deliver ntfy]
            driver = ntfy
            for = push alert
            server = {service.Url}ntfy
            ca-file = {service.RootsFile}
            [deliver calls]
            driver = http
            for = phone sms
            url = {service.Url}calls?to=
            body = {"{to} {link} {text}"}
            content-type = text/plain
            ca-file = {service.RootsFile}
            [web-push]
            private-networks = on
            ca-file = {service.RootsFile}
            """));
        Assert.Empty(faults);
        key = new VapidKey(new Secret(new byte[32]), options.PushContact, TimeProvider.System);
        sender = new WebPushSender(options.WebPush, key, TimeProvider.System);
        deliveries = new Deliveries(
            [.. options.Deliver.Select(way => Deliverer.Open(way, TimeProvider.System))], store, TimeProvider.System, NullLogger<Deliveries>.Instance);
        courier = new PushCourier(deliveries, sender, new PeopleService(store, new PersonNames(NameOptions.AsTyped, new RememberedAccounts(new UnixAccounts(), [], TimeProvider.System))), options, TimeProvider.System);
        await deliveries.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await deliveries.StopAsync(CancellationToken.None);
        deliveries.Dispose();
        sender.Dispose();
        key.Dispose();
        browser.Dispose();
        device.Dispose();
        await service.DisposeAsync();
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_browser_is_told_by_web_push_and_by_its_channel()
    {
        var (person, own) = Enrol(browser.Subscription(new Uri(service.Url, "push/1")), new DeviceChannel("ntfy", "alices-topic"));
        courier.Send(person, Push(FactorKind.Push, own), [own]);
        var requests = await RequestsAsync(2);

        var sealedMessage = Assert.Single(requests, r => r.Target == "/push/1");
        using var shown = JsonDocument.Parse(browser.Read(sealedMessage.Body));
        Assert.Equal("alice is logging in to door from 192.0.2.7.", shown.RootElement.GetProperty("body").GetString());
        Assert.Equal("example site: is this you?", shown.RootElement.GetProperty("title").GetString());
        using var ntfy = JsonDocument.Parse(Assert.Single(requests, r => r.Target == "/ntfy").Text);
        Assert.Equal(("alices-topic", "https://portal.example.net/portal/approve"), (ntfy.RootElement.GetProperty("topic").GetString(), ntfy.RootElement.GetProperty("click").GetString()));
        Assert.DoesNotContain("42", Encoding.UTF8.GetString(browser.Read(sealedMessage.Body)) + ntfy.RootElement, StringComparison.Ordinal);
        Assert.Equal([AuditKind.MessageSent, AuditKind.MessageSent], store.Events.Select(e => e.Kind));
    }

    [Fact]
    public async Task A_push_service_that_has_forgotten_the_browser_is_forgotten()
    {
        service.Answers = [(410, "")];
        var (person, own) = Enrol(browser.Subscription(new Uri(service.Url, "push/1")), null);
        courier.Send(person, Push(FactorKind.Push, own), [own]);
        await EventsAsync(2);
        Assert.Null((await store.FindAsync("alice", CancellationToken.None)).Enrolments.Devices.All.Single().Subscription);
        Assert.Equal([AuditKind.DeviceChanged, AuditKind.MessageFailed], store.Events.Select(e => e.Kind));
    }

    [Fact]
    public async Task A_channel_that_the_site_took_away_is_a_failure_in_the_audit()
    {
        var (person, own) = Enrol(null, new DeviceChannel("gone", "x"));
        courier.Send(person, Push(FactorKind.Push, own), [own]);
        await EventsAsync(1);
        Assert.Equal(AuditKind.MessageFailed, Assert.Single(store.Events).Kind);
    }

    [Fact]
    public async Task A_phone_is_called_with_the_address_that_speaks_and_is_sent_passcodes()
    {
        var phone = Device.Phone(Codes.DeviceId(), "Brick", PhoneNumber.Parse("+61491570006")!, DateTimeOffset.UnixEpoch) with { Number = 1 };
        var person = Person.Registered("alice");
        courier.Send(person, Push(FactorKind.Phone, phone), [phone]);
        Assert.StartsWith("+61491570006 https://portal.example.net/portal/phone/00000000000000000000000000000007/YWxpY2U ", Assert.Single(await RequestsAsync(1)).Text, StringComparison.Ordinal);

        courier.SendPasscodes(person, phone, ["1234567", "7654321"]);
        Assert.Contains("example site passcodes: 1234567 7654321. Valid for 10m, once each.", (await RequestsAsync(2))[1].Text, StringComparison.Ordinal);
        await EventsAsync(2);
        Assert.DoesNotContain(store.Events, e => e.Detail!.Contains("1234567", StringComparison.Ordinal) || e.Detail.Contains("491570006", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_notice_reaches_phones_by_message_and_browsers_by_push_and_a_passcode_for_the_helpdesk_says_when_to_read_it()
    {
        var (person, own) = Enrol(browser.Subscription(new Uri(service.Url, "push/1")), null);
        var phone = Device.Phone(Codes.DeviceId(), "Brick", PhoneNumber.Parse("+61491570006")!, DateTimeOffset.UnixEpoch) with { Number = 2 };
        person = person with { Enrolments = person.Enrolments with { Devices = person.Enrolments.Devices with { All = [own, phone] } } };

        courier.Tell(person, "The helpdesk issued a bypass code for alice.");
        courier.SendForHelpdesk(person, phone, "1234567");
        var requests = await RequestsAsync(3);

        using var shown = JsonDocument.Parse(browser.Read(Assert.Single(requests, r => r.Target == "/push/1").Body));
        Assert.Equal("The helpdesk issued a bypass code for alice.", shown.RootElement.GetProperty("body").GetString());
        Assert.Contains(requests, r => r.Text.Contains("example site: The helpdesk issued a bypass code for alice.", StringComparison.Ordinal));
        Assert.Contains(requests, r => r.Text.Contains("helpdesk passcode: 1234567. Read it to the helpdesk only if you called the helpdesk yourself.", StringComparison.Ordinal));
    }

    private (Person Person, Device Device) Enrol(WebPushSubscription? subscription, DeviceChannel? channel)
    {
        var person = ((PersonChange.Done)device.EnrolTo(Person.Registered("alice"))).Next;
        var own = person.Enrolments.Devices.All.Single() with { Subscription = subscription, Channel = channel };
        store.Put(person with { Enrolments = person.Enrolments with { Devices = person.Enrolments.Devices with { All = [own] } } });
        return (person, own);
    }

    private static PendingPush Push(FactorKind factor, Device device) => new(
        new PushId(7), factor, [device.Id], "door", IPAddress.Parse("192.0.2.7"), null, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, PushNumber.Of(42), 0, PushVerdict.Waiting, null);

    private async Task<ImmutableArray<ProviderRequest>> RequestsAsync(int count)
    {
        await EventsAsync(count); // which are written after the answer
        return [.. service.Requests];
    }

    private async Task EventsAsync(int count) => Assert.Equal(count, (await store.UntilAsync(count)).Count);
}
