using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Rules.People;

/// <summary>Changes of a person's browsers and phones.</summary>
public static partial class Enrolling
{
    /// <summary>Enrols a device under the lowest number that is free. That the person holds it was shown before: by a signature, by a code sent to it.</summary>
    public static PersonChange AddDevice(Person person, Device device, string actor) => Add(person, device, string.Empty, actor);

    /// <summary>The same for a phone; the audit has how its number was proved.</summary>
    public static PersonChange AddPhone(Person person, Device phone, PhoneProof proof, string actor) =>
        Add(person, phone, proof == PhoneProof.Passcode ? ", proved by a passcode" : ", proved as an administrator says", actor);

    /// <summary>Why the phone cannot be added; null when it can.</summary>
    internal static PersonChange? UnfitPhone(Person person, string name, PhoneNumber number) =>
        Registered(person) ?? Unfit(person.Enrolments.Devices, name, except: null) ?? Full(person.Enrolments.Devices)
        ?? (person.Enrolments.Devices.All.Any(d => d.PhoneNumber == number) ? AlreadyEnrolled : null);

    private static PersonChange Add(Person person, Device device, string proof, string actor)
    {
        var devices = person.Enrolments.Devices;
        if ((Registered(person) ?? Unfit(devices, device.Name, except: null) ?? Full(devices)) is { } refused)
            return refused;
        if (devices.All.Any(d => d.Id == device.Id || (device.Key is not null && device.Key.Equals(d.Key)) || (device.PhoneNumber is not null && device.PhoneNumber == d.PhoneNumber)))
            return AlreadyEnrolled;

        var next = devices.With(device);
        return Done(person, person.Enrolments with { Devices = next }, AuditKind.DeviceAdded, actor, Describe(next.Find(device.Id)!) + proof);
    }

    public static PersonChange RenameDevice(Person person, DeviceId id, string name, string actor)
    {
        if (person.Enrolments.Devices.Find(id) is not { } device)
            return NoSuchDevice;

        return Unfit(person.Enrolments.Devices, name, id) ?? Change(person, device, device with { Name = name }, actor, $"{device.Name} is now {name}");
    }

    /// <summary>Where a browser is reached from now on. Its key stays.</summary>
    public static PersonChange ReachDevice(Person person, DeviceId id, WebPushSubscription? subscription, DeviceChannel? channel, string actor)
    {
        if (person.Enrolments.Devices.Find(id) is not { } device)
            return NoSuchDevice;
        if (device.Kind != DeviceKind.Browser)
            return new PersonChange.Refused("only a browser can be reached by push; a phone is reached by its number");
        if (channel is { Target.Length: 0 or > DeviceChannel.MostTarget } or { Delivery.Length: 0 })
            return new PersonChange.Refused($"say where the message goes, in at most {DeviceChannel.MostTarget} characters");

        return Change(person, device, device with { Subscription = subscription, Channel = channel }, actor, $"{device.Name} has a new address");
    }

    /// <summary>The device's approvals count no more, nor does the one it may just have given.</summary>
    public static PersonChange RemoveDevice(Person person, DeviceId id, string actor) =>
        person.Enrolments.Devices.Find(id) is { } device
            ? Done(person, person.Enrolments with { Devices = person.Enrolments.Devices.Without(device) }, AuditKind.DeviceRemoved, actor, Describe(device))
            : NoSuchDevice;

    private static PersonChange.Refused NoSuchDevice => new("there is no such device; look at the list again");

    private static PersonChange.Refused AlreadyEnrolled => new("this device is already enrolled");

    private static PersonChange.Refused? Full(DeviceSet devices) =>
        devices.All.Length >= DeviceSet.Most ? new PersonChange.Refused($"a user can have at most {DeviceSet.Most} devices; remove one first") : null;

    private static PersonChange? Unfit(DeviceSet devices, string name, DeviceId? except)
    {
        if (!DeviceName.IsFit(name))
            return new PersonChange.Refused($"a device's name has 1 to {DeviceName.Most} letters, digits and common punctuation marks");

        return devices.All.Any(d => d.Id != except && string.Equals(d.Name, name, StringComparison.OrdinalIgnoreCase))
            ? new PersonChange.Refused($"another device is already called {name}; choose another name")
            : null;
    }

    private static PersonChange.Done Change(Person person, Device before, Device after, string actor, string detail)
    {
        var devices = person.Enrolments.Devices;
        return Done(person, person.Enrolments with { Devices = devices with { All = devices.All.Replace(before, after) } }, AuditKind.DeviceChanged, actor, detail);
    }

    private static string Describe(Device device) => device.PhoneNumber is { } number
        ? $"phone {device.Number}: {device.Name}, {number.Masked}"
        : $"browser {device.Number}: {device.Name}";
}
