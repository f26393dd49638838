using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.People;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>People's browsers and phones: <c>/v1/users/{name}/devices</c>. Browsers enrol themselves in the portal; phones are entered by an administrator.</summary>
internal sealed class DeviceEndpoints(PeopleService service, Deliveries deliveries, TimeProvider clock)
{
    public async Task<IResult> List(string name, Caller caller, CancellationToken cancel)
    {
        var person = await service.FindAsync(name, cancel);
        return Answers.Ok([.. person.Enrolments.Devices.All.Select(Describe)], LocalJson.Default.IReadOnlyListDeviceMessage);
    }

    public Task<IResult> AddPhone(string name, PhoneRequestMessage request, Caller caller, CancellationToken cancel)
    {
        if (PhoneNumber.Parse(request.Number) is not { } number)
            return Task.FromResult(Answers.Malformed("a phone number is written with its country code, such as +61491570006"));

        var device = Device.Phone(DeviceId.New(RandomNumberGenerator.GetBytes(DeviceId.RandomBytes)), request.Name, number, clock.GetUtcNow());
        return ChangeAsync(
            name,
            person => Enrolling.AddDevice(person, device, caller.Actor),
            person => Answers.Ok(Describe(person.Enrolments.Devices.Find(device.Id)!), LocalJson.Default.DeviceMessage),
            cancel);
    }

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
        name, person => With(person, number, device => Enrolling.RemoveDevice(person, device.Id, caller.Actor)), _ => Answers.Done(), cancel);

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

    private static string Reached(Device device) => device switch
    {
        { PhoneNumber: { } number } => number.Masked,
        { Subscription: not null, Channel: { } channel } => $"web push, {channel.Delivery}",
        { Subscription: not null } => "web push",
        { Channel: { } channel } => channel.Delivery,
        _ => "its page, when open",
    };
}
