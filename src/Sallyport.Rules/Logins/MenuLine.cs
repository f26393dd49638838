using System.Collections.Immutable;
using System.Globalization;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins;

/// <summary>A choice at the prompt.</summary>
/// <param name="Option">What may be typed for it, from 1.</param>
/// <param name="Choice">Its meaning.</param>
/// <param name="Label">What the person reads: <c>Push to Pixel 9</c>.</param>
public sealed record MenuLine(int Option, DeviceChoice Choice, string Label)
{
    /// <summary>The device; null before the password, when no prompt says which it is.</summary>
    public Device? Device { get; init; }

    /// <summary>What may be typed as well: <c>push1</c>.</summary>
    public string Word => Choice.Word;
}

/// <summary>A way to confirm a login, and the device for it.</summary>
/// <param name="Way"><see cref="FactorKind.Push"/>, <see cref="FactorKind.Phone"/> or <see cref="FactorKind.Sms"/>.</param>
/// <param name="Device">The device's number, or null for the first that can.</param>
public sealed record DeviceChoice(FactorKind Way, int? Device)
{
    /// <summary>As people and clients write it: <c>push</c>, <c>sms2</c>.</summary>
    public string Word => Way.ToString().ToLowerInvariant() + Device?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null for what is no such word. None of them can be a code: passcodes and Web-OTPs have no <c>o</c>, <c>s</c> or <c>u</c>.</summary>
    public static DeviceChoice? Read(string typed)
    {
        var word = typed.Trim().ToLowerInvariant();
        var name = word.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        FactorKind? way = name switch
        {
            "push" => FactorKind.Push,
            "phone" => FactorKind.Phone,
            "sms" => FactorKind.Sms,
            _ => null,
        };
        var digits = word[name.Length..];
        return way is not { } known || digits.Length > 2 || digits is ['0', ..]
            ? null
            : new(known, digits.Length == 0 ? null : int.Parse(digits, CultureInfo.InvariantCulture));
    }

    /// <summary>What was typed at a prompt: an option's number or a word. Null for anything else, which is a code.</summary>
    public static DeviceChoice? Read(string typed, ImmutableArray<MenuLine> menu)
    {
        var trimmed = typed.Trim();
        return menu.FirstOrDefault(m => m.Option.ToString(CultureInfo.InvariantCulture) == trimmed)?.Choice ?? Read(trimmed);
    }

    /// <summary>Whether a prompt offered it.</summary>
    internal bool IsIn(ImmutableArray<MenuLine> menu) => menu.Any(line => line.Choice.Way == Way && (Device is null || line.Choice.Device == Device));

    /// <summary>Whether the device can be asked in this way.</summary>
    internal bool Fits(Device device) => (Device is null || device.Number == Device) && Can(device, Way);

    internal static bool Can(Device device, FactorKind way) => way == FactorKind.Push ? device.Kind == DeviceKind.Browser : device.Kind == DeviceKind.Phone;
}

/// <summary>
/// What a prompt offers. After the password these are the person's devices by name. Before it, only the ways, and a name that has
/// neither factor nor device is offered a decoy's: then nothing of the prompt tells who exists, what a device is called, or how many there are.
/// </summary>
internal static class Menu
{
    private static readonly ImmutableArray<FactorKind> Order = [FactorKind.Push, FactorKind.Phone, FactorKind.Sms];

    public static ImmutableArray<MenuLine> Of(Person person, LoginAttempt attempt, LoginPolicy policy, DateTimeOffset now)
    {
        IEnumerable<(DeviceChoice Choice, Device? Device)> lines = attempt.Order == LoginOrder.CodeLast
            ? from way in Order
              where policy.Push.Offers(way)
              from device in person.Enrolments.Devices.All
              where DeviceChoice.Can(device, way)
              select (new DeviceChoice(way, device.Number), device)
            : policy.Push.BeforePassword == PushBeforePassword.Always
                ? from way in Order
                  where policy.Push.Offers(way) && Appears(person, way, policy, now)
                  select (new DeviceChoice(way, null), (Device?)null)
                : [];
        return [.. lines.Select((line, i) => new MenuLine(i + 1, line.Choice, Label(line.Choice.Way, line.Device)) { Device = line.Device })];
    }

    private static bool Appears(Person person, FactorKind way, LoginPolicy policy, DateTimeOffset now) =>
        person.Enrolments.Devices.All.IsEmpty && !person.Enrolments.CanBePrompted(now)
            ? policy.Decoy.Has(person.Name, way)
            : person.Enrolments.Devices.All.Any(d => DeviceChoice.Can(d, way));

    private static string Label(FactorKind way, Device? device)
    {
        var name = device switch
        {
            null => "your device",
            { PhoneNumber: { } number } => $"{device.Name} ({number.Masked})",
            _ => device.Name,
        };
        return way switch
        {
            FactorKind.Push => $"Push to {name}",
            FactorKind.Phone => $"Call to {name}",
            _ => $"SMS passcodes to {name}",
        };
    }
}
