using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Logins;
using Sallyport.Authority.People;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>Takes over people from another system: <c>/v1/import</c>. Each is taken whole or not at all; one refusal stops nobody else.</summary>
internal sealed class ImportEndpoints(PeopleService service, PersonNames names, TimeProvider clock)
{
    private const int MostOrigin = 40;

    /// <summary>Many at once, so that they share their way to the disk.</summary>
    public async Task<IResult> Import(ImportMessage message, Caller caller, CancellationToken cancel)
    {
        if (message.People is not { Count: > 0 and <= ImportMessage.MostPeople })
            return Answers.Malformed($"an import has 1 to {ImportMessage.MostPeople} users in one message");

        var outcomes = await Task.WhenAll(message.People.Select(async person =>
            new ImportedPersonMessage(person.Name, await TakeAsync(person, message, caller, cancel))));
        return Results.Json(new ImportedMessage(outcomes), ImportJson.Default.ImportedMessage);
    }

    /// <summary>Why the person was not taken, or null.</summary>
    private async Task<string?> TakeAsync(ImportPersonMessage person, ImportMessage message, Caller caller, CancellationToken cancel)
    {
        var name = (string?)person.Name ?? string.Empty;
        if (UserName.Problem(name) is { } problem)
            return problem;
        if (Factors(person, out var factors) is { } malformed)
            return malformed;

        var consent = (message.Replace ? ImportConsent.Replace : ImportConsent.None) | (message.Weak ? ImportConsent.Weak : ImportConsent.None);
        var identity = await names.OfAsync(name, cancel);
        var present = await service.FindAsync(name, cancel);
        if (present.Standing == PersonStanding.Unregistered && !message.AnyName && Unknown(identity.Account, name) is { } unknown)
            return unknown;

        var change = message.DryRun
            ? Importing.Take(present, factors!, consent, caller.Actor, clock.GetUtcNow())
            : await service.ChangeAsync(name, p => Importing.Take(p, factors!, consent, caller.Actor, clock.GetUtcNow()), cancel);
        return change is PersonChange.Refused refused ? refused.Reason : null;
    }

    private static string? Unknown(Account account, string name) => account switch
    {
        Account.Nobody => $"this machine has no account {name}; name the user with --for, or import with --any-name",
        Account.Unanswered => "the name service did not answer; try again later",
        _ => null,
    };

    private static string? Factors(ImportPersonMessage person, out ImportedFactors? factors)
    {
        factors = null;
        if (person.Origin is not { Length: > 0 and <= MostOrigin } || person.Origin.Any(char.IsControl))
            return $"the origin has 1 to {MostOrigin} characters";
        if (person.ScratchCodes is { Count: > ImportPersonMessage.MostScratchCodes } || person.ScratchCodes?.Any(code => PasscodeText.Normalise(code) is null) == true)
            return $"there are at most {ImportPersonMessage.MostScratchCodes} scratch codes, of letters and digits";
        if (Totp(person.Totp, out var totp) is { } noKey)
            return noKey;
        if (SheetMessages.Read(person.Skey, out var sheet) is { } noSheet)
            return noSheet;

        factors = new ImportedFactors(totp, sheet, Codes.Keep(person.ScratchCodes ?? []), person.Origin);
        return null;
    }

    private static string? Totp(ImportTotpMessage? message, out TotpEnrolment? totp)
    {
        totp = null;
        if (message is null)
            return null;
        if (!Enum.TryParse<TotpAlgorithm>(message.Algorithm, ignoreCase: true, out var algorithm) || !Enum.IsDefined(algorithm))
            return "the algorithm is sha1, sha256 or sha512";
        if (message.Digits is not (6 or 8))
            return "a code has 6 or 8 digits";
        if (message.Key is not { Length: >= TotpKey.LeastWeakBytes and <= TotpKey.MostBytes })
            return $"a key has {TotpKey.LeastWeakBytes} to {TotpKey.MostBytes} bytes";

        totp = TotpEnrolment.New(new TotpKey(message.Key, algorithm, message.Digits)) with { LastStep = message.LastStep is >= 0 and { } step ? step : -1 };
        return null;
    }
}
