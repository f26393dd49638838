using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Passkeys;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>What the script on the pages asks of us around <c>navigator.credentials</c>.</summary>
internal sealed class PasskeyCalls(Ceremonies ceremonies, PortalService service)
{
    private const int MostBytes = 16 * 1024;

    public async Task<IResult> BeginAddingAsync(PortalRequest request, CancellationToken cancel) =>
        await ceremonies.BeginAddingAsync(request.Http, request.Ticket!, request.Person!) is { } question
            ? Ask(question)
            : Say(PasskeyTexts.NameTooLong, StatusCodes.Status409Conflict);

    public async Task<IResult> AddAsync(PortalRequest request, CancellationToken cancel)
    {
        if (await ReadAsync(request, cancel) is not { } answer
            || await ceremonies.AddAsync(request.Http, request.Ticket!, request.Person!, answer.Credential.GetRawText(), answer.State) is not { } passkey)
        {
            return Say(PasskeyTexts.NotTaken, StatusCodes.Status400BadRequest);
        }

        return await service.ChangeAsync(request, request.Person!.Name, (person, actor) => PasskeyRules.Add(person, passkey with { Name = answer.Name ?? string.Empty }, actor), cancel) switch
        {
            PersonChange.Refused refused => Say(DisplayText.Sentence(refused.Reason), StatusCodes.Status409Conflict),
            _ => Next(request, PortalPaths.Factors, PasskeyTexts.Added),
        };
    }

    public async Task<IResult> BeginShowingAsync(PortalRequest request, CancellationToken cancel)
    {
        if (request.Ticket is null)
            request.Hold(Ticket.Anonymous(request.Now));
        return Ask(await ceremonies.BeginShowingAsync(request.Http, request.Ticket!));
    }

    /// <summary>Signs in; or, in a browser that is signed in, counts as the person's fresh factor.</summary>
    public async Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        if (request.Ticket is not { } ticket
            || await ReadAsync(request, cancel) is not { } answer
            || await ceremonies.ShowAsync(request.Http, ticket, answer.Credential.GetRawText(), answer.State) is not { } shown)
        {
            return Say(PasskeyTexts.NotTaken, StatusCodes.Status400BadRequest);
        }

        if (request.Person is { } person && person.Name != shown.Name)
            return Say(PasskeyTexts.NotYours, StatusCodes.Status403Forbidden);

        var decision = request.Person is null
            ? await service.SignInByPasskeyAsync(request, shown, cancel)
            : await service.StepUpByPasskeyAsync(request, shown, cancel);
        return decision is PortalDecision.Granted
            ? Results.Json(new NextAnswer(PortalPaths.OwnOrHome(answer.Next)), PasskeyJson.Default.NextAnswer)
            : Say(PasskeyTexts.NotTaken, StatusCodes.Status403Forbidden);
    }

    private static IResult Ask(Question question) =>
        Results.Json(new AskAnswer(JsonNode.Parse(question.OptionsJson)!, question.State), PasskeyJson.Default.AskAnswer);

    private static IResult Say(string error, int status) => Results.Json(new ErrorAnswer(error), PasskeyJson.Default.ErrorAnswer, statusCode: status);

    private static IResult Next(PortalRequest request, string path, string notice)
    {
        request.Leave(notice);
        return Results.Json(new NextAnswer(path), PasskeyJson.Default.NextAnswer);
    }

    private static async Task<CredentialMessage?> ReadAsync(PortalRequest request, CancellationToken cancel)
    {
        var http = request.Http.Request;
        if (http.ContentLength is null or > MostBytes || !http.HasJsonContentType())
            return null;

        try
        {
            return await JsonSerializer.DeserializeAsync(http.Body, PasskeyJson.Default.CredentialMessage, cancel) is { State: not null, Credential.ValueKind: JsonValueKind.Object } read ? read : null;
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
