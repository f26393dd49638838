using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Devices;

/// <summary>Takes the key of a browser that brings a ticket, and tells it its id. The browser signs with the key, so that it enrols none that is another's.</summary>
internal sealed class EnrolCall(PeopleDesk desk)
{
    private const string Unreadable = "This browser sent something else than a key. Reload the page and try again.";

    public async Task<IResult> AnswerAsync(Visit visit, CancellationToken cancel)
    {
        var body = await DeviceJson.BodyAsync(visit.Http.Request, cancel);
        if (DeviceJson.Read<EnrolMessage>(body) is not { } wish || KeyOf(wish) is not { } key)
            return Refuse(Unreadable);

        var id = DeviceId.New(RandomNumberGenerator.GetBytes(DeviceId.RandomBytes));
        var device = Device.Browser(id, wish.Name, key, visit.Now);
        var change = await desk.ChangeAsync(wish.Person, person => Located(DeviceTickets.Use(person, wish.Code, device, visit.Now), visit), cancel);
        return change is PersonChange.Refused refused
            ? Refuse(Words.Sentence(refused.Reason))
            : Results.Json(new EnrolledMessage(id.Text), DeviceJson.Default.EnrolledMessage);
    }

    /// <summary>The audit has from where the device came.</summary>
    private static PersonChange Located(PersonChange change, Visit visit) => change is PersonChange.Done done
        ? done with { Events = [.. done.Events.Select(e => e with { Source = visit.Source, Host = PortalRules.Host })] }
        : change;

    /// <summary>Null unless the message is signed with the key that it brings.</summary>
    private static DeviceKey? KeyOf(EnrolMessage wish)
    {
        if (DeviceJson.Bytes(wish.Key) is not { } spki || DeviceKey.Read(spki) is not { } key || DeviceJson.Bytes(wish.Signature) is not { } signature)
            return null;

        var text = Encoding.UTF8.GetBytes(string.Join('\n', "sallyport enrolment 1", wish.Person, wish.Code, wish.Key, wish.Name));
        return key.HasSigned(text, signature) ? key : null;
    }

    private static IResult Refuse(string reason) =>
        Results.Json(new RefusedMessage(reason), DeviceJson.Default.RefusedMessage, statusCode: StatusCodes.Status403Forbidden);
}
