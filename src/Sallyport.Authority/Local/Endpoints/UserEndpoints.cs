using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Logins;
using Sallyport.Authority.People;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>People and their standing: <c>/v1/users</c>.</summary>
internal sealed class UserEndpoints(PeopleService service, TimeProvider clock)
{
    public async Task<IResult> List(Caller caller, CancellationToken cancel)
    {
        var people = new List<PersonMessage>();
        await foreach (var person in service.RegisteredAsync(cancel))
            people.Add(Describe(person));
        return Answers.Ok(people, LocalJson.Default.IReadOnlyListPersonMessage);
    }

    /// <summary>Also for a name that nobody registered: an administrator may want to see who guesses at it.</summary>
    public async Task<IResult> Show(string name, Caller caller, CancellationToken cancel) =>
        Answers.Ok(Describe(await service.FindAsync(name, cancel)), LocalJson.Default.PersonMessage);

    public Task<IResult> Add(string name, Caller caller, CancellationToken cancel)
    {
        if (UserName.Problem(name) is { } problem)
            return Task.FromResult(Answers.Malformed(problem));
        return ChangeAsync(name, Enrolling.Register, caller, cancel);
    }

    public Task<IResult> Remove(string name, Caller caller, CancellationToken cancel) => ChangeAsync(name, Enrolling.Remove, caller, cancel);

    public Task<IResult> Lock(string name, Caller caller, CancellationToken cancel) => ChangeAsync(name, Enrolling.Lock, caller, cancel);

    public Task<IResult> Unlock(string name, Caller caller, CancellationToken cancel) => ChangeAsync(name, (person, actor) => Enrolling.Unlock(person, actor, clock.GetUtcNow()), caller, cancel);

    private async Task<IResult> ChangeAsync(string name, Func<Person, string, PersonChange> change, Caller caller, CancellationToken cancel)
    {
        var actor = caller.Actor;
        return await service.ChangeAsync(name, person => change(person, actor), cancel) switch
        {
            PersonChange.Refused refused => Answers.Refused(refused.Reason),
            _ => Answers.Done(),
        };
    }

    private PersonMessage Describe(Person person)
    {
        var now = clock.GetUtcNow();
        var enrolments = person.Enrolments;
        var closed = person.Budget.Sources
            .Where(s => s.IsLockedOut(now))
            .Select(s => new LockoutMessage(s.Network.ToString(), s.OpensAt(now)!.Value))
            .ToList();
        if (person.Budget.UnknownNetworksLockedUntil is { } until && until > now)
            closed.Add(new LockoutMessage("never-successful", until));

        return new PersonMessage(
            person.Name,
            person.Standing == PersonStanding.Unregistered ? "stranger" : person.Standing.ToString().ToLowerInvariant(),
            enrolments.Totp is { } totp
                ? new TotpMessage(totp.Key.Algorithm.ToString().ToLowerInvariant(), totp.Key.Digits, totp.Offset * TotpKey.PeriodSeconds, LoginRemarks.CodesAheadUntil(person, now))
                : null,
            enrolments.PendingTotp is not null,
            enrolments.Skey is { } skey ? new SkeyMessage(skey.Challenge, skey.Line) : null,
            enrolments.WebOtp.IsLive(now) ? enrolments.WebOtp.Expires : null,
            enrolments.RecoveryCodes.Left.Length,
            enrolments.Bypass is { } bypass && bypass.Expires > now ? new BypassMessage(bypass.UsesLeft, bypass.Expires) : null,
            person.History.Last is { } last ? new LastLoginMessage(last.At, last.Source?.ToString(), last.Factor?.ToString()) : null,
            [.. person.History.FailedSince.Select(f => new FailedMessage(f.Network.ToString(), f.Count))],
            closed);
    }
}
