using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Delivery.WebPush;
using Sallyport.Authority.People;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;
using Sallyport.Settings;

namespace Sallyport.Authority.Push;

/// <summary>
/// Tells devices that a login waits: a browser by Web Push and by the channel that its person set, a phone by a call. The number that the login
/// shows is in none of these messages.
/// </summary>
internal sealed class PushCourier(Deliveries deliveries, WebPushSender webPush, PeopleService service, AuthorityOptions options, TimeProvider clock) : IPushCourier
{
    private const string WebPushWay = "web-push";

    private static readonly TimeSpan NoticeLife = TimeSpan.FromHours(1);

    private static readonly Retries WebPushRetries = new(3, TimeSpan.FromSeconds(1));

    public void Send(Person person, PendingPush push, IReadOnlyList<Device> devices)
    {
        foreach (var device in devices)
        {
            if (push.Factor == FactorKind.Phone)
                Call(person, push, device);
            else
                Notify(person, push, device);
        }
    }

    public void SendPasscodes(Person person, Device device, IReadOnlyList<string> codes)
    {
        var (plural, life) = (codes.Count > 1 ? "passcodes" : "passcode", Duration.Text(options.Sms.Life));
        var text = $"{options.Site} {plural}: {string.Join(' ', codes)}. Valid for {life}, once{(codes.Count > 1 ? " each" : "")}. Nobody will ask you for it.";
        Text(person, Word("sms", device), device.PhoneNumber!, $"{options.Site} {plural}", text, clock.GetUtcNow() + options.Sms.Life);
    }

    /// <summary>The number may be a stranger's: the message does not say whose account it is.</summary>
    public void SendProof(Person person, PendingPhone phone, string code) => Text(
        person,
        "new phone",
        phone.Number,
        $"{options.Site} passcode",
        $"{options.Site} passcode: {code}. It adds this phone number to an account, within {Duration.Text(PendingPhone.Life)}. If you did not ask for it, ignore this message.",
        phone.Expires);

    public void SendForHelpdesk(Person person, Device phone, string code) => Text(
        person,
        Word("sms", phone),
        phone.PhoneNumber!,
        $"{options.Site} passcode",
        $"{options.Site} helpdesk passcode: {code}. Read it to the helpdesk only if you called the helpdesk yourself. Valid for {Duration.Text(HelpdeskCase.PasscodeLife)}, once.",
        clock.GetUtcNow() + HelpdeskCase.PasscodeLife);

    public void Tell(Person person, string sentence)
    {
        var (id, title, expires) = (Guid.NewGuid().ToString("N"), $"{options.Site}: a notice for you", clock.GetUtcNow() + NoticeLife);
        foreach (var device in person.Enrolments.Devices.All)
        {
            if (device.PhoneNumber is null)
                Notify(person, device, new Message($"{id}.{device.Id}", Purpose.Push, person.Name, Word("push", device), new Secret(string.Empty), title, new Secret(sentence), Activity, expires));
            else if (options.DeviceWays.HasFlag(DeviceWays.Sms))
                Text(person, Word("sms", device), device.PhoneNumber, title, $"{options.Site}: {sentence}", expires);
        }
    }

    private void Text(Person person, string device, PhoneNumber number, string title, string text, DateTimeOffset expires) => deliveries.Post(new Message(
        Guid.NewGuid().ToString("N"), Purpose.Sms, person.Name, device, new Secret(number.Text), title, new Secret(text), null, expires));

    private void Call(Person person, PendingPush push, Device device)
    {
        if (device.PhoneNumber is not { } number || !options.Portal.IsOn)
            return;
        var address = new Uri(options.Portal.Origin + new CallAddress(person.Name, push.Id).SpeakPath);
        deliveries.Post(new Message(
            $"{push.Id}.{device.Id}", Purpose.Phone, person.Name, Word("phone", device), new Secret(number.Text), options.Site, new Secret(string.Empty), address, push.Expires));
    }

    private void Notify(Person person, PendingPush push, Device device)
    {
        var body = $"{person.Name} is logging in to {push.Host}{(push.Source is { } from ? $" from {from}" : "")}.";
        var title = $"{options.Site}: is this you?";
        Notify(person, device, new Message(
            $"{push.Id}.{device.Id}", Purpose.Push, person.Name, Word("push", device), new Secret(string.Empty), title, new Secret(body), Approve, push.Expires));
    }

    private void Notify(Person person, Device device, Message message)
    {
        if (device.Subscription is { } subscription)
            deliveries.Post(message, [new(WebPushWay, cancel => SendAsync(message, person.Name, device, subscription, cancel))]);
        if (device.Channel is { } channel)
        {
            var toChannel = message with { Id = message.Id + ".channel", To = new Secret(channel.Target) };
            deliveries.Post(toChannel, deliveries.Find(channel.Delivery, Purpose.Push) is { } way
                ? [new(way.Name, cancel => way.SendAsync(toChannel, cancel))]
                : []);
        }
    }

    /// <summary>A push service keeps one message of a topic, so that a doubtful attempt may be repeated.</summary>
    private async Task<DeliveryResult> SendAsync(Message message, string person, Device device, WebPushSubscription subscription, CancellationToken cancel)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new PushPayload(message.Title, message.Text.Reveal()), PushPayloadJson.Default.PushPayload);
        var result = await WebPushRetries.RunAsync(
            token => webPush.SendAsync(subscription, message.Id, payload, message.Expires, token), CopyRule.Dropped, message.Expires, clock, cancel);
        if (result.State == DeliveryState.Gone)
            await service.ChangeAsync(person, found => Forget(found, device, subscription), cancel);
        return result;
    }

    /// <summary>The push service says that the browser's subscription ended. Another that it has given since stays.</summary>
    private static PersonChange Forget(Person person, Device device, WebPushSubscription ended) =>
        person.Enrolments.Devices.Find(device.Id) is { } now && ended.Equals(now.Subscription)
            ? Enrolling.ReachDevice(person, now.Id, null, now.Channel, "push service")
            : new PersonChange.Refused("the device has a different address in the meantime");

    private Uri? Activity => options.Portal.IsOn ? new Uri(options.Portal.Origin + PortalPaths.Activity) : null;

    private Uri? Approve => options.Portal.IsOn ? new Uri(options.Portal.Origin + PortalPaths.Approve) : null;

    private static string Word(string way, Device device) => way + device.Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What the portal's service worker shows (Portal/Assets/worker.js).</summary>
internal sealed record PushPayload(string Title, string Body);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PushPayload))]
internal sealed partial class PushPayloadJson : JsonSerializerContext;
