using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>A person's own factors: <c>/v1/users/NAME/…</c>. A local user who manages his own factors for the first time is registered by it.</summary>
internal sealed class FactorEndpoints(PeopleService service, AuthorityOptions options, TimeProvider clock)
{
    public async Task<IResult> StartTotp(string name, TotpStartMessage request, Caller caller, CancellationToken cancel)
    {
        if (!Enum.TryParse<TotpAlgorithm>(request.Algorithm, ignoreCase: true, out var algorithm) || !Enum.IsDefined(algorithm))
            return Answers.Malformed("the algorithm is sha1, sha256 or sha512");
        if (request.Digits is not (6 or 8))
            return Answers.Malformed("a code has 6 or 8 digits");

        var key = Codes.TotpKey(algorithm, request.Digits);
        return await ChangeAsync(name, caller, (person, actor) => Enrolling.StartTotp(person, key, actor), _ => Answers.Ok(
            new TotpStartedMessage(new OtpauthUri(options.Site, name, key).ToUriString(), key.ToBase32()),
            LocalJson.Default.TotpStartedMessage), cancel);
    }

    public Task<IResult> ConfirmTotp(string name, CodeMessage message, Caller caller, CancellationToken cancel) => ChangeAsync(
        name, caller, (person, actor) => Enrolling.ConfirmTotp(person, message.Code, actor, clock.GetUtcNow()), _ => Answers.Done(), cancel);

    public async Task<IResult> TestTotp(string name, CodeMessage message, Caller caller, CancellationToken cancel)
    {
        TotpTested? tested = null;
        var outcome = await service.ChangeAsync(
            name,
            person => (tested = TotpTest.Try(person, message.Code, options.Budgets, caller.Actor, clock.GetUtcNow())).Change,
            cancel);
        return outcome is PersonChange.Refused refused
            ? Answers.Refused(refused.Reason)
            : Answers.Ok(new TotpTestedMessage(tested!.WouldBeAccepted, tested.Offset, tested.IsUsed), LocalJson.Default.TotpTestedMessage);
    }

    public async Task<IResult> ImportTotp(string name, TotpImportMessage message, Caller caller, CancellationToken cancel)
    {
        var import = GoogleAuthenticatorFile.Read(message.GoogleAuthenticator);
        var remarks = import.Findings.Select(f => $"line {f.Line}: {f.Text}").ToList();
        if (import.Key is null)
            return Answers.Refused("nothing was imported: " + string.Join("; ", remarks));

        var totp = TotpEnrolment.New(import.Key) with { LastStep = import.LastUsedStep ?? -1 };
        var scratch = Codes.Keep(import.ScratchCodes);
        return await ChangeAsync(name, caller, (person, actor) => Enrolling.ImportTotp(person, totp, scratch, actor), _ => Answers.Ok(
            new TotpImportedMessage(import.ScratchCodes.Count, remarks), LocalJson.Default.TotpImportedMessage), cancel);
    }

    public Task<IResult> RemoveTotp(string name, Caller caller, CancellationToken cancel) =>
        ChangeAsync(name, caller, Enrolling.RemoveTotp, _ => Answers.Done(), cancel);

    /// <summary>What a new sheet for this person should look like: the seed differs from the last one's.</summary>
    public async Task<IResult> PlanSkey(string name, Caller caller, CancellationToken cancel)
    {
        var person = await service.FindAsync(name, cancel);
        var seed = Codes.Seed(options.Site, person.Enrolments.Skey?.Seed);
        return Answers.Ok(
            new SkeyPlanMessage(options.Site, SkeyAlgorithmName.Of(options.Skey.Algorithm), seed.Text, options.Skey.Lines),
            LocalJson.Default.SkeyPlanMessage);
    }

    /// <summary>Takes the public end of a sheet that was made elsewhere: the passphrase never comes here.</summary>
    public Task<IResult> IssueSkey(string name, SkeyIssueMessage message, Caller caller, CancellationToken cancel)
    {
        if (SheetMessages.Read(message, out var start) is { } problem)
            return Task.FromResult(Answers.Malformed(problem));

        return ChangeAsync(name, caller, (person, actor) => Enrolling.IssueSkey(person, start!, actor), _ => Answers.Done(), cancel);
    }

    public Task<IResult> RemoveSkey(string name, Caller caller, CancellationToken cancel) =>
        ChangeAsync(name, caller, Enrolling.RemoveSkey, _ => Answers.Done(), cancel);

    public Task<IResult> IssueRecoveryCodes(string name, Caller caller, CancellationToken cancel)
    {
        var codes = Enumerable.Range(0, RecoveryCodes.InASet).Select(_ => Codes.Passcode()).ToList();
        var kept = Codes.Keep(codes);
        return ChangeAsync(
            name,
            caller,
            (person, actor) => Enrolling.IssueRecoveryCodes(person, kept, actor),
            _ => Answers.Ok(new CodesMessage(codes), LocalJson.Default.CodesMessage),
            cancel);
    }

    public Task<IResult> IssueWebOtp(string name, Caller caller, CancellationToken cancel)
    {
        var code = Codes.WebOtp();
        var kept = Codes.Hash(code);
        return ChangeAsync(
            name,
            caller,
            (person, actor) => Enrolling.IssueWebOtp(person, kept, options.WebOtp, actor, clock.GetUtcNow()),
            done => Answers.Ok(new WebOtpMessage(code, done.Next.Enrolments.WebOtp.Expires), LocalJson.Default.WebOtpMessage),
            cancel);
    }

    public Task<IResult> IssueBypass(string name, BypassRequestMessage request, Caller caller, CancellationToken cancel)
    {
        if (!BypassCode.IsAllowed(request.Uses, request.Hours))
            return Task.FromResult(Answers.Malformed(BypassCode.Allowed));

        var code = Codes.Passcode();
        var kept = new BypassCode(Codes.Hash(code), request.Uses, clock.GetUtcNow().AddHours(request.Hours));
        return ChangeAsync(
            name,
            caller,
            (person, actor) => Enrolling.IssueBypass(person, kept, actor),
            _ => Answers.Ok(new BypassIssuedMessage(code, kept.UsesLeft, kept.Expires), LocalJson.Default.BypassIssuedMessage),
            cancel);
    }

    private async Task<IResult> ChangeAsync(
        string name, Caller caller, Func<Person, string, PersonChange> change, Func<PersonChange.Done, IResult> answer, CancellationToken cancel)
    {
        var own = string.Equals(caller.Name, name, StringComparison.Ordinal);
        var outcome = await service.ChangeAsync(
            name,
            person => own ? Enrolling.RegisteringFirst(person, caller.Actor, p => change(p, caller.Actor)) : change(person, caller.Actor),
            cancel);
        return outcome switch
        {
            PersonChange.Done done => answer(done),
            PersonChange.Refused refused => Answers.Refused(refused.Reason),
            _ => throw new InvalidOperationException(),
        };
    }
}
