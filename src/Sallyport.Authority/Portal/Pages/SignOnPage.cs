using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Machine;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.SingleSignOn;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>Sends the browser to the site's single sign-on, and signs in whom that vouches for: registered people, and holders of UNIX accounts.</summary>
internal sealed class SignOnPage(
    PortalService service, PeopleService people, PersonNames names, SessionSeal seal, RateLimits limits, IServiceProvider services, ILogger<SignOnPage> logger)
{
    private readonly SignOn? signOn = (SignOn?)services.GetService(typeof(SignOn));

    /// <summary>The way there.</summary>
    public async Task<IResult> BeginAsync(PortalRequest request, CancellationToken cancel)
    {
        if (signOn is null)
            return ErrorPages.NotFound(request);
        if (!limits.Allow(request))
            return ErrorPages.TooMany(request);

        var begun = BegunSignOn.New(request.Now);
        if (await signOn.BeginAsync(begun, cancel) is not { } address)
            return Failed(request, SignOnFault.Unreachable);
        begun.Leave(request.Http.Response, seal);
        return new SeeOther(address);
    }

    /// <summary>The way back.</summary>
    public async Task<IResult> EndAsync(PortalRequest request, CancellationToken cancel)
    {
        if (signOn is null)
            return ErrorPages.NotFound(request);
        if (!limits.Allow(request))
            return ErrorPages.TooMany(request);

        var query = request.Http.Request.Query;
        var begun = BegunSignOn.Take(request.Http, seal, One(query["state"]), request.Now);
        return await signOn.EndAsync(begun, new AnswerParameters(One(query["code"]), One(query["iss"])), request.Now, cancel) switch
        {
            SignOnOutcome.Vouched(var name) => await SignInAsync(request, name, cancel),
            SignOnOutcome.Failed(var why) => Failed(request, why),
            _ => throw new InvalidOperationException(),
        };
    }

    private async Task<IResult> SignInAsync(PortalRequest request, string vouched, CancellationToken cancel)
    {
        var (name, account) = await names.OfAsync(vouched, cancel);
        if (await people.FindAsync(name, cancel) is { Standing: PersonStanding.Unregistered } && account is Account.Known)
            await people.ChangeAsync(name, person => Enrolling.Register(person, name), cancel);
        return await service.SignInBySignOnAsync(request, name, cancel) is PortalDecision.Granted
            ? PortalRequest.GoTo(PortalPaths.Home)
            : Sentence(request, $"{SignInTexts.SignOnNoAccount} {name}.", StatusCodes.Status403Forbidden);
    }

    private IResult Failed(PortalRequest request, SignOnFault why)
    {
        logger.SignOnFailed(why, request.Source);
        var (sentence, status) = why switch
        {
            SignOnFault.Unreachable => (SignInTexts.SignOnAway, StatusCodes.Status502BadGateway),
            SignOnFault.NoName => (SignInTexts.SignOnNoName, StatusCodes.Status403Forbidden),
            _ => (SignInTexts.SignOnFailed, StatusCodes.Status400BadRequest),
        };
        return Sentence(request, sentence, status);
    }

    private static IResult Sentence(PortalRequest request, string sentence, int status) => request.Page(SignInTexts.SignOnFailedTitle, Markup.Of($"""
        <p class="lead">{sentence}</p><p><a class="button primary" href="{PortalPaths.SignIn}">{SignInTexts.TryAgain}</a></p>
        """), status);

    private static string? One(StringValues values) => values.Count == 1 ? values[0] : null;
}
