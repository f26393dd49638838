using System.Net;
using Sallyport.Authority.Machine;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Networks;
using static Sallyport.Authority.Storage.Stored.PersonRecord;

namespace Sallyport.Authority.Storage.Stored;

/// <summary>Between a <see cref="DeviceSet"/> and its part of the stored person.</summary>
internal static class DeviceRecord
{
    /// <summary>Null when there is nothing to store.</summary>
    public static StoredDevices? Write(DeviceSet devices) => devices is { All.IsEmpty: true, Push: null, Sent.IsEmpty: true, PendingPhone: null, ProofsSent.IsEmpty: true, Passcodes: var codes } && IsNone(codes)
        ? null
        : new StoredDevices
        {
            All = devices.All.IsEmpty ? null : Array.ConvertAll(Plain(devices.All), Write),
            Push = devices.Push is { } push ? Write(push) : null,
            Sent = Ticks(devices.Sent),
            Passcodes = IsNone(devices.Passcodes)
                ? null
                : new StoredMessagePasscodes
                {
                    Left = devices.Passcodes.Left.IsEmpty ? null : Array.ConvertAll(Plain(devices.Passcodes.Left), Passcode),
                    Expires = devices.Passcodes.Expires.UtcTicks,
                    Sent = Ticks(devices.Passcodes.Sent),
                    Network = devices.Passcodes.Network?.ToString(),
                },
            PendingPhone = devices.PendingPhone is { } waiting ? Write(waiting) : null,
            ProofsSent = Ticks(devices.ProofsSent),
        };

    public static DeviceSet Read(StoredDevices? stored) => stored is null
        ? DeviceSet.None
        : new DeviceSet(
            stored.All is { } all ? [.. all.Select(Read)] : [],
            stored.Push is { } push ? Read(push) : null,
            Times(stored.Sent),
            stored.Passcodes is { } codes
                ? new MessagePasscodes(codes.Left is { } left ? [.. left.Select(Passcode)] : [], Time(codes.Expires), Times(codes.Sent))
                {
                    Network = codes.Network is { } network ? SourceNetwork.Parse(network) : null,
                }
                : MessagePasscodes.None)
        {
            PendingPhone = stored.PendingPhone is { } waiting ? Read(waiting) : null,
            ProofsSent = Times(stored.ProofsSent),
        };

    private static bool IsNone(MessagePasscodes codes) => codes is { Left.IsEmpty: true, Sent.IsEmpty: true };

    private static StoredDevice Write(Device device) => new()
    {
        Id = device.Id.Text,
        Number = device.Number,
        Name = device.Name,
        Kind = (int)device.Kind,
        Key = device.Key is { } key ? Plain(key.Spki) : null,
        Subscription = device.Subscription is { } push
            ? new StoredSubscription { Endpoint = push.Endpoint.OriginalString, P256dh = Plain(push.P256dh), Auth = Plain(push.Auth) }
            : null,
        Channel = device.Channel is { } channel ? new StoredChannel { Delivery = channel.Delivery, Target = channel.Target } : null,
        PhoneNumber = device.PhoneNumber?.Text,
        Added = device.Added.UtcTicks,
    };

    private static Device Read(StoredDevice stored) => new(
        Id(stored.Id),
        stored.Number,
        stored.Name,
        (DeviceKind)stored.Kind,
        stored.Key is { } key ? DeviceKey.Read(key) ?? throw Unreadable("key") : null,
        stored.Subscription is { } push
            ? WebPushSubscription.Read(push.Endpoint, push.P256dh, push.Auth) ?? throw Unreadable("subscription")
            : null,
        stored.Channel is { } channel ? new DeviceChannel(channel.Delivery, channel.Target) : null,
        stored.PhoneNumber is { } number ? PhoneNumber.Parse(number) ?? throw Unreadable("number") : null,
        Time(stored.Added));

    private static StoredPendingPhone Write(PendingPhone waiting) => new()
    {
        Name = waiting.Name,
        PhoneNumber = waiting.Number.Text,
        Code = waiting.Code is { } code ? Passcode(code) : null,
        Expires = waiting.Expires.UtcTicks,
        TriesLeft = waiting.TriesLeft,
    };

    private static PendingPhone Read(StoredPendingPhone stored) => new(
        stored.Name,
        PhoneNumber.Parse(stored.PhoneNumber) ?? throw Unreadable("number"),
        stored.Code is { } code ? Passcode(code) : null,
        Time(stored.Expires),
        stored.TriesLeft);

    private static StoredPush Write(PendingPush push) => new()
    {
        Id = push.Id.ToString(),
        Factor = (int)push.Factor,
        Devices = Array.ConvertAll(Plain(push.Devices), d => d.Text),
        Host = push.Host,
        Source = push.Source?.ToString(),
        Command = push.Command,
        Made = push.Made.UtcTicks,
        Expires = push.Expires.UtcTicks,
        Number = push.Number?.Reveal(),
        WrongNumbers = push.WrongNumbers,
        Verdict = (int)push.Verdict,
        AnsweredBy = push.AnsweredBy?.Text,
        MayEndEarly = push.MayEndEarly ? true : null,
        Told = push.Told.IsNothing
            ? null
            : new StoredTold
            {
                Type = push.Told.Type,
                DisplayName = push.Told.DisplayName,
                Facts = push.Told.Facts.IsEmpty ? null : [.. push.Told.Facts.SelectMany(fact => (string[])[fact.Name, fact.Value])],
            },
    };

    private static PendingPush Read(StoredPush stored) => new(
        PushId.Parse(stored.Id) ?? throw Unreadable("push"),
        (FactorKind)stored.Factor,
        [.. stored.Devices.Select(Id)],
        stored.Host,
        stored.Source is { } from ? IPAddress.Parse(from) : null,
        stored.Command,
        Time(stored.Made),
        Time(stored.Expires),
        stored.Number is { } number ? PushNumber.Of(number) : null,
        stored.WrongNumbers,
        (PushVerdict)stored.Verdict,
        stored.AnsweredBy is { } by ? Id(by) : null)
    {
        MayEndEarly = stored.MayEndEarly ?? false,
        Told = stored.Told is { } told
            ? new ToldByHost(told.Type, told.DisplayName, [.. (told.Facts ?? []).Chunk(2).Where(pair => pair.Length == 2).Select(pair => new ToldFact(pair[0], pair[1]))])
            : ToldByHost.Nothing,
    };

    private static DeviceId Id(string text) => DeviceId.Parse(text) ?? throw Unreadable("id");

    private static StoreException Unreadable(string what) => new($"a stored device has no readable {what}; restore a backup");
}
