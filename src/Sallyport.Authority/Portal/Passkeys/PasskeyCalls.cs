using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Passkeys;

/// <summary>What the script on the pages asks of us around <c>navigator.credentials</c>.</summary>
internal sealed class PasskeyCalls(Ceremonies ceremonies, PortalDesk desk)
{
    private const int MostBytes = 16 * 1024;

    public async Task<IResult> BeginAddingAsync(Visit visit, CancellationToken cancel) =>
        await ceremonies.BeginAddingAsync(visit.Http, visit.Ticket!, visit.Person!) is { } question
            ? Ask(question)
            : Say(PasskeyTexts.NameTooLong, StatusCodes.Status409Conflict);

    public async Task<IResult> AddAsync(Visit visit, CancellationToken cancel)
    {
        if (await ReadAsync(visit, cancel) is not { } answer
            || await ceremonies.AddAsync(visit.Http, visit.Ticket!, visit.Person!, answer.Credential.GetRawText(), answer.State) is not { } passkey)
        {
            return Say(PasskeyTexts.NotTaken, StatusCodes.Status400BadRequest);
        }

        return await desk.ChangeAsync(visit, visit.Person!.Name, (person, actor) => PasskeyRules.Add(person, passkey with { Name = answer.Name ?? string.Empty }, actor), cancel) switch
        {
            PersonChange.Refused refused => Say(Words.Sentence(refused.Reason), StatusCodes.Status409Conflict),
            _ => Next(visit, PortalPaths.Factors, PasskeyTexts.Added),
        };
    }

    public async Task<IResult> BeginShowingAsync(Visit visit, CancellationToken cancel)
    {
        if (visit.Ticket is null)
            visit.Hold(Ticket.Anonymous(visit.Now));
        return Ask(await ceremonies.BeginShowingAsync(visit.Http, visit.Ticket!));
    }

    /// <summary>Signs in; or, in a browser that is signed in, counts as the person's fresh factor.</summary>
    public async Task<IResult> ShowAsync(Visit visit, CancellationToken cancel)
    {
        if (visit.Ticket is not { } ticket
            || await ReadAsync(visit, cancel) is not { } answer
            || await ceremonies.ShowAsync(visit.Http, ticket, answer.Credential.GetRawText(), answer.State) is not { } shown)
        {
            return Say(PasskeyTexts.NotTaken, StatusCodes.Status400BadRequest);
        }

        if (visit.Person is { } person && person.Name != shown.Name)
            return Say(PasskeyTexts.NotYours, StatusCodes.Status403Forbidden);

        var decision = visit.Person is null
            ? await desk.SignInByPasskeyAsync(visit, shown, cancel)
            : await desk.StepUpByPasskeyAsync(visit, shown, cancel);
        return decision is PortalDecision.Granted
            ? Results.Json(new NextAnswer(PortalPaths.OwnOrHome(answer.Next)), PasskeyJson.Default.NextAnswer)
            : Say(PasskeyTexts.NotTaken, StatusCodes.Status403Forbidden);
    }

    private static IResult Ask(Question question) =>
        Results.Json(new AskAnswer(JsonNode.Parse(question.OptionsJson)!, question.State), PasskeyJson.Default.AskAnswer);

    private static IResult Say(string error, int status) => Results.Json(new ErrorAnswer(error), PasskeyJson.Default.ErrorAnswer, statusCode: status);

    private static IResult Next(Visit visit, string path, string notice)
    {
        visit.Leave(notice);
        return Results.Json(new NextAnswer(path), PasskeyJson.Default.NextAnswer);
    }

    private static async Task<CredentialMessage?> ReadAsync(Visit visit, CancellationToken cancel)
    {
        var request = visit.Http.Request;
        if (request.ContentLength is null or > MostBytes || !request.HasJsonContentType())
            return null;

        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, PasskeyJson.Default.CredentialMessage, cancel) is { State: not null, Credential.ValueKind: JsonValueKind.Object } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="State">As it was given with the question.</param>
/// <param name="Credential">What the browser's <c>toJSON()</c> gave.</param>
/// <param name="Name">What the person calls a new passkey.</param>
/// <param name="Next">Where the person wanted to go.</param>
internal sealed record CredentialMessage(string State, JsonElement Credential, string? Name, string? Next);

internal sealed record AskAnswer(JsonNode Options, string State);

internal sealed record NextAnswer(string Next);

internal sealed record ErrorAnswer(string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CredentialMessage))]
[JsonSerializable(typeof(AskAnswer))]
[JsonSerializable(typeof(NextAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
internal sealed partial class PasskeyJson : JsonSerializerContext;
