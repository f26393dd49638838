using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.People;
using Sallyport.Authority.Push;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>People's browsers and phones: <c>/v1/users/{name}/devices</c>. Browsers enrol themselves in the portal; an administrator enters phones, whose numbers are then proved.</summary>
internal sealed class DeviceEndpoints(PeopleService service, Deliveries deliveries, PhoneProofs proofs, TimeProvider clock)
{
    public async Task<IResult> List(string name, Caller caller, CancellationToken cancel)
    {
        var person = await service.FindAsync(name, cancel);
        return Answers.Ok([.. person.Enrolments.Devices.All.Select(Describe), .. Waiting(person)], LocalJson.Default.IReadOnlyListDeviceMessage);
    }

    public Task<IResult> AddPhone(string name, PhoneRequestMessage request, Caller caller, CancellationToken cancel)
    {
        if (PhoneNumber.Parse(request.Number) is not { } number)
            return Task.FromResult(Answers.Malformed("a phone number is written with its country code, such as +61491570006"));

        return request.Proved ? AddProvedAsync(name, request, number, caller, cancel) : AnswerAsync(proofs.StartAsync(request.Name, number, Changing(name, caller, cancel)));
    }

    /// <summary>Sends another passcode to the number that is to be proved.</summary>
    public async Task<IResult> SendPasscode(string name, Caller caller, CancellationToken cancel) =>
        await AnswerAsync(proofs.ResendAsync(await service.FindAsync(name, cancel), Changing(name, caller, cancel)));

    public Task<IResult> ProvePhone(string name, CodeMessage request, Caller caller, CancellationToken cancel) =>
        AnswerAsync(proofs.ProveAsync(request.Code, Changing(name, caller, cancel)));

    /// <summary>Where a browser's pushes go besides Web Push: one of the site's ways, and an address there.</summary>
    public Task<IResult> SetChannel(string name, int number, ChannelMessage request, Caller caller, CancellationToken cancel)
    {
        if (request.Delivery.Length > 0 && deliveries.Find(request.Delivery, Purpose.Push) is null)
            return Task.FromResult(Answers.Refused($"this site has no [deliver {request.Delivery}] with for = push"));

        var channel = request.Delivery.Length > 0 ? new DeviceChannel(request.Delivery, request.Target) : null;
        return ChangeAsync(
            name, person => With(person, number, device => Enrolling.ReachDevice(person, device.Id, device.Subscription, channel, caller.Actor)), _ => Answers.Done(), cancel);
    }

    public Task<IResult> Remove(string name, int number, Caller caller, CancellationToken cancel) => ChangeAsync(
        name,
        person => number == DeviceMessage.Unproved
            ? PhoneProving.Cancel(person, caller.Actor)
            : With(person, number, device => Enrolling.RemoveDevice(person, device.Id, caller.Actor)),
        _ => Answers.Done(),
        cancel);

    private Task<IResult> AddProvedAsync(string name, PhoneRequestMessage request, PhoneNumber number, Caller caller, CancellationToken cancel)
    {
        var device = Device.Phone(Codes.DeviceId(), request.Name, number, clock.GetUtcNow());
        return ChangeAsync(
            name,
            person => Enrolling.AddPhone(person, device, PhoneProof.Administrator, caller.Actor),
            person => Answers.Ok(Describe(person.Enrolments.Devices.Find(device.Id)!), LocalJson.Default.DeviceMessage),
            cancel);
    }

    private ChangePerson Changing(string name, Caller caller, CancellationToken cancel) =>
        decide => service.ChangeAsync(name, person => decide(person, caller.Actor), cancel);

    /// <summary>The phone that this was about: the one that waits, else the one that was added last.</summary>
    private static async Task<IResult> AnswerAsync(Task<PersonChange> change) => await change switch
    {
        PersonChange.Done { Next: var next } => Answers.Ok(Waiting(next).FirstOrDefault() ?? Describe(next.Enrolments.Devices.All.MaxBy(d => d.Added)!), LocalJson.Default.DeviceMessage),
        PersonChange.Refused refused => Answers.Refused(refused.Reason),
        _ => throw new InvalidOperationException(),
    };

    private async Task<IResult> ChangeAsync(string name, Func<Person, PersonChange> change, Func<Person, IResult> answer, CancellationToken cancel) =>
        await service.ChangeAsync(name, change, cancel) switch
        {
            PersonChange.Done done => answer(done.Next),
            PersonChange.Refused refused => Answers.Refused(refused.Reason),
            _ => throw new InvalidOperationException(),
        };

    private static PersonChange With(Person person, int number, Func<Device, PersonChange> change) =>
        person.Enrolments.Devices.All.FirstOrDefault(d => d.Number == number) is { } device
            ? change(device)
            : new PersonChange.Refused("there is no device with that number; see: sallyport device list");

    private static DeviceMessage Describe(Device device) => new(
        device.Number, device.Name, device.Kind.ToString().ToLowerInvariant(), Reached(device), device.Added);

    private static IEnumerable<DeviceMessage> Waiting(Person person) => person.Enrolments.Devices.PendingPhone is { } waiting
        ? [new DeviceMessage(DeviceMessage.Unproved, waiting.Name, "unproved", $"{waiting.Number.Masked}, waits for its passcode", waiting.Expires - PendingPhone.Life)]
        : [];

    private static string Reached(Device device) => device switch
    {
        { PhoneNumber: { } number } => number.Masked,
        { Subscription: not null, Channel: { } channel } => $"web push, {channel.Delivery}",
        { Subscription: not null } => "web push",
        { Channel: { } channel } => channel.Delivery,
        _ => "its page, when open",
    };
}
