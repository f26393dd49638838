using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Sallyport.Authority.Logins;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Portal.SingleSignOn;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>Sends the browser to the site's single sign-on, and signs in whom that vouches for: registered people, and holders of UNIX accounts.</summary>
internal sealed class SignOnPage(
    PortalDesk desk, PeopleDesk people, PersonNames names, SessionSeal seal, RateLimits limits, IServiceProvider services, ILogger<SignOnPage> logger)
{
    private readonly SignOn? signOn = (SignOn?)services.GetService(typeof(SignOn));

    /// <summary>The way there.</summary>
    public async Task<IResult> BeginAsync(Visit visit, CancellationToken cancel)
    {
        if (signOn is null)
            return Refusals.NotFound(visit);
        if (!limits.Allow(visit))
            return Refusals.TooMany(visit);

        var begun = BegunSignOn.New(visit.Now);
        if (await signOn.BeginAsync(begun, cancel) is not { } address)
            return Failed(visit, SignOnFault.Unreachable);
        begun.Leave(visit.Http.Response, seal);
        return new SeeOther(address);
    }

    /// <summary>The way back.</summary>
    public async Task<IResult> EndAsync(Visit visit, CancellationToken cancel)
    {
        if (signOn is null)
            return Refusals.NotFound(visit);
        if (!limits.Allow(visit))
            return Refusals.TooMany(visit);

        var query = visit.Http.Request.Query;
        var begun = BegunSignOn.Take(visit.Http, seal, One(query["state"]), visit.Now);
        return await signOn.EndAsync(begun, new AnswerParameters(One(query["code"]), One(query["iss"])), visit.Now, cancel) switch
        {
            SignOnOutcome.Vouched(var name) => await SignInAsync(visit, name, cancel),
            SignOnOutcome.Failed(var why) => Failed(visit, why),
            _ => throw new InvalidOperationException(),
        };
    }

    private async Task<IResult> SignInAsync(Visit visit, string vouched, CancellationToken cancel)
    {
        var (name, account) = await names.OfAsync(vouched, cancel);
        if (await people.FindAsync(name, cancel) is { Standing: PersonStanding.Stranger } && account is Account.Known)
            await people.ChangeAsync(name, person => Enrolling.Register(person, name), cancel);
        return await desk.SignInBySignOnAsync(visit, name, cancel) is PortalDecision.Granted
            ? Visit.GoTo(PortalPaths.Home)
            : Sentence(visit, $"{SignInTexts.SignOnNoAccount} {name}.", StatusCodes.Status403Forbidden);
    }

    private IResult Failed(Visit visit, SignOnFault why)
    {
        logger.SignOnFailed(why, visit.Source);
        var (sentence, status) = why switch
        {
            SignOnFault.Unreachable => (SignInTexts.SignOnAway, StatusCodes.Status502BadGateway),
            SignOnFault.NoName => (SignInTexts.SignOnNoName, StatusCodes.Status403Forbidden),
            _ => (SignInTexts.SignOnFailed, StatusCodes.Status400BadRequest),
        };
        return Sentence(visit, sentence, status);
    }

    private static IResult Sentence(Visit visit, string sentence, int status) => visit.Page(SignInTexts.SignOnFailedTitle, Markup.Of($"""
        <p class="lead">{sentence}</p><p><a class="button primary" href="{PortalPaths.SignIn}">{SignInTexts.TryAgain}</a></p>
        """), status);

    private static string? One(StringValues values) => values.Count == 1 ? values[0] : null;
}
