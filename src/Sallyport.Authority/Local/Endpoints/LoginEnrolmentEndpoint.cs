using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.People;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary><c>sallyport totp at-login</c>: an app for the person whom the kernel names, if the roll-out let the person in without a factor.</summary>
internal sealed class LoginEnrolmentEndpoint(PeopleService service, PolicySource policies, AuthorityOptions options, TimeProvider clock)
{
    /// <summary>The question and the key are one change: what the rules decide is what holds when the key is handed out.</summary>
    public async Task<IResult> Start(string name, Caller caller, CancellationToken cancel)
    {
        if (!string.Equals(caller.Name, name, StringComparison.Ordinal))
            return Answers.NotPermitted("only the user themselves can enrol at the login");
        if (!options.Rollout.EnrolsAtLogin)
            return Nothing();

        var policy = await policies.GetAsync(cancel);
        var account = (await policies.Names.OfAsync(name, cancel)).Account;
        var key = Codes.TotpKey(TotpAlgorithm.Sha1, 6);
        DateOnly? until = null;
        var outcome = await service.ChangeAsync(
            name,
            person =>
            {
                var enforcement = policies.For(person, account, policy).Enforcement;
                until = (enforcement as Enforcement.NotYet)?.Until;
                return LoginEnrolment.IsOffered(options.Rollout, enforcement, person, clock.GetUtcNow())
                    ? Enrolling.RegisteringFirst(person, caller.Actor, registered => Enrolling.StartTotp(registered, key, caller.Actor))
                    : new PersonChange.Refused("no enrolment is offered");
            },
            cancel);
        return outcome is PersonChange.Done
            ? Offer(new TotpStartedMessage(new OtpauthUri(options.Site, name, key).ToUriString(), key.ToBase32()), until)
            : Nothing();
    }

    private static IResult Nothing() => Offer(null, null);

    private static IResult Offer(TotpStartedMessage? offer, DateOnly? until) =>
        Answers.Ok(new TotpAtLoginMessage(offer, until), LocalJson.Default.TotpAtLoginMessage);
}
