namespace Sallyport.Rules.Factors.Devices;

/// <summary>Something of a person's that a login can be confirmed on.</summary>
/// <param name="Id">Its name between programs.</param>
/// <param name="Number">What the person types: <c>push1</c>, <c>sms2</c>. From 1; a removed device's number is given again.</param>
/// <param name="Name">What the person calls it (<see cref="DeviceName"/>).</param>
/// <param name="Kind">Which of the following it has.</param>
/// <param name="Key">What its approvals are signed with; a browser's.</param>
/// <param name="Subscription">Where Web Push reaches it; a browser's, where the browser gave one.</param>
/// <param name="Channel">Where a driver of the site's reaches it (ntfy, Gotify, a webhook); a browser's, where the person set one.</param>
/// <param name="PhoneNumber">Where messages and calls go; a phone's.</param>
/// <param name="Added">When it was enrolled.</param>
public sealed record Device(
    DeviceId Id,
    int Number,
    string Name,
    DeviceKind Kind,
    DeviceKey? Key,
    WebPushSubscription? Subscription,
    DeviceChannel? Channel,
    PhoneNumber? PhoneNumber,
    DateTimeOffset Added)
{
    /// <summary>A browser or an installed page, which signs what its person says. The set gives it its number.</summary>
    public static Device Browser(DeviceId id, string name, DeviceKey key, DateTimeOffset added) =>
        new(id, 0, name, DeviceKind.Browser, key, null, null, null, added);

    /// <summary>A telephone number for messages and calls. The set gives it its number.</summary>
    public static Device Phone(DeviceId id, string name, PhoneNumber number, DateTimeOffset added) =>
        new(id, 0, name, DeviceKind.Phone, null, null, null, number, added);
}

/// <summary>Stored by number: only ever added to.</summary>
public enum DeviceKind
{
    /// <summary>Signs approvals with a key of its own.</summary>
    Browser = 1,
    /// <summary>Takes messages and calls.</summary>
    Phone = 2,
}

/// <summary>Where a driver of the site's reaches a device.</summary>
/// <param name="Delivery">The driver: a <c>[deliver NAME]</c> of the configuration.</param>
/// <param name="Target">What the driver sends to: a topic, an address. 1 to 512 characters.</param>
public sealed record DeviceChannel(string Delivery, string Target)
{
    public const int MostTarget = 512;
}
