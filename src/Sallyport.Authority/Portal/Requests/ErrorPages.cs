using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>The pages that say no.</summary>
internal static class ErrorPages
{
    public static Task<IResult> NotFoundAsync(PortalRequest request, CancellationToken cancel) => Task.FromResult(NotFound(request));

    public static IResult NotFound(PortalRequest request) => Sentence(request, PortalTexts.NotFoundTitle, PortalTexts.NotFound, StatusCodes.Status404NotFound);

    public static IResult NotYours(PortalRequest request) => Sentence(request, PortalTexts.NotYoursTitle, PortalTexts.NotYours, StatusCodes.Status403Forbidden);

    public static IResult StaleForm(PortalRequest request) => Sentence(request, PortalTexts.StaleFormTitle, PortalTexts.StaleForm, StatusCodes.Status400BadRequest);

    public static IResult TooMany(PortalRequest request)
    {
        request.Http.Response.Headers.RetryAfter = "60";
        return Sentence(request, PortalTexts.TooManyTitle, PortalTexts.TooMany, StatusCodes.Status429TooManyRequests);
    }

    public static IResult Fault(PortalRequest request) => Sentence(request, PortalTexts.FaultTitle, PortalTexts.Fault, StatusCodes.Status500InternalServerError);

    private static IResult Sentence(PortalRequest request, string title, string sentence, int status) => request.Page(
        title,
        Markup.Of($"""<p class="lead">{sentence}</p><p><a class="button" href="{PortalPaths.Home}">{PortalTexts.GoHome}</a></p>"""),
        status);
}
