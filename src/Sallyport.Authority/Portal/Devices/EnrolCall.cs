using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>Takes the key of a browser that brings a ticket, and tells it its id. The browser signs with the key, so that it enrols none that is another's.</summary>
internal sealed class EnrolCall(PeopleService service)
{
    private const string Unreadable = "This browser sent something other than a key. Reload the page and try again.";

    public async Task<IResult> AnswerAsync(PortalRequest request, CancellationToken cancel)
    {
        var body = await DeviceJson.BodyAsync(request.Http.Request, cancel);
        if (DeviceJson.Read<EnrolMessage>(body) is not { } message || KeyOf(message) is not { } key)
            return Refuse(Unreadable);

        var id = DeviceId.New(RandomNumberGenerator.GetBytes(DeviceId.RandomBytes));
        var device = Device.Browser(id, message.Name, key, request.Now);
        var change = await service.ChangeAsync(message.Person, person => Located(DeviceTickets.Use(person, message.Code, device, request.Now), request), cancel);
        return change is PersonChange.Refused refused
            ? Refuse(DisplayText.Sentence(refused.Reason))
            : Results.Json(new EnrolledMessage(id.Text), DeviceJson.Default.EnrolledMessage);
    }

    /// <summary>The audit has from where the device came.</summary>
    private static PersonChange Located(PersonChange change, PortalRequest request) => change is PersonChange.Done done
        ? done with { Events = [.. done.Events.Select(e => e with { Source = request.Source, Host = PortalRules.Host })] }
        : change;

    /// <summary>Null unless the message is signed with the key that it brings.</summary>
    private static DeviceKey? KeyOf(EnrolMessage message)
    {
        if (DeviceJson.Bytes(message.Key) is not { } spki || DeviceKey.Read(spki) is not { } key || DeviceJson.Bytes(message.Signature) is not { } signature)
            return null;

        var text = Encoding.UTF8.GetBytes(string.Join('\n', "sallyport enrolment 1", message.Person, message.Code, message.Key, message.Name));
        return key.HasSigned(text, signature) ? key : null;
    }

    private static IResult Refuse(string reason) =>
        Results.Json(new RefusedMessage(reason), DeviceJson.Default.RefusedMessage, statusCode: StatusCodes.Status403Forbidden);
}
