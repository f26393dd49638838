using System.Collections.Immutable;

namespace Sallyport.Rules.Factors.Devices;

/// <summary>A person's devices, the push that waits for one of them, and what was sent lately.</summary>
/// <param name="All">By number.</param>
/// <param name="Push">The push that waits, or that nobody has collected yet.</param>
/// <param name="Sent">When pushes and calls were sent in the last hour.</param>
/// <param name="Passcodes">The passcodes sent by message.</param>
public sealed record DeviceSet(
    ImmutableArray<Device> All,
    PendingPush? Push,
    ImmutableArray<DateTimeOffset> Sent,
    MessagePasscodes Passcodes)
{
    /// <summary>A phone number that is not proved yet.</summary>
    public PendingPhone? PendingPhone { get; init; }

    /// <summary>When passcodes that prove a number were sent in the last day.</summary>
    public ImmutableArray<DateTimeOffset> ProofsSent { get; init; } = ImmutableArray<DateTimeOffset>.Empty;

    /// <summary>Devices of a person at most.</summary>
    public const int Most = 10;

    public static readonly DeviceSet None = new(ImmutableArray<Device>.Empty, null, ImmutableArray<DateTimeOffset>.Empty, MessagePasscodes.None);

    public Device? Find(DeviceId id) => All.FirstOrDefault(d => d.Id == id);

    /// <summary>With the device under the lowest number that is free. The same phone number does not wait any more.</summary>
    internal DeviceSet With(Device device)
    {
        var free = Enumerable.Range(1, Most).First(n => All.All(d => d.Number != n));
        return this with
        {
            All = [.. All.Add(device with { Number = free }).OrderBy(d => d.Number)],
            PendingPhone = PendingPhone is { } waiting && waiting.Number == device.PhoneNumber ? null : PendingPhone,
        };
    }

    /// <summary>Without the device. A push that only it could have answered is gone with it, and what was sent to a phone opens nothing any more.</summary>
    internal DeviceSet Without(Device device)
    {
        var push = Push is { } waiting ? waiting with { Devices = waiting.Devices.Remove(device.Id) } : null;
        return this with
        {
            All = All.Remove(device),
            Push = push is { Devices.IsEmpty: true } || push?.AnsweredBy == device.Id ? null : push,
            Passcodes = device.Kind == DeviceKind.Phone ? Passcodes with { Left = [] } : Passcodes,
        };
    }
}
