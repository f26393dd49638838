using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Visits;

/// <summary>The pages that say no.</summary>
internal static class Refusals
{
    public static Task<IResult> NotFoundAsync(Visit visit, CancellationToken cancel) => Task.FromResult(NotFound(visit));

    public static IResult NotFound(Visit visit) => Sentence(visit, PortalTexts.NotFoundTitle, PortalTexts.NotFound, StatusCodes.Status404NotFound);

    public static IResult NotYours(Visit visit) => Sentence(visit, PortalTexts.NotYoursTitle, PortalTexts.NotYours, StatusCodes.Status403Forbidden);

    public static IResult StaleForm(Visit visit) => Sentence(visit, PortalTexts.StaleFormTitle, PortalTexts.StaleForm, StatusCodes.Status400BadRequest);

    public static IResult TooMany(Visit visit)
    {
        visit.Http.Response.Headers.RetryAfter = "60";
        return Sentence(visit, PortalTexts.TooManyTitle, PortalTexts.TooMany, StatusCodes.Status429TooManyRequests);
    }

    public static IResult Fault(Visit visit) => Sentence(visit, PortalTexts.FaultTitle, PortalTexts.Fault, StatusCodes.Status500InternalServerError);

    private static IResult Sentence(Visit visit, string title, string sentence, int status) => visit.Page(
        title,
        Markup.Of($"""<p class="lead">{sentence}</p><p><a class="button" href="{PortalPaths.Home}">{PortalTexts.GoHome}</a></p>"""),
        status);
}
