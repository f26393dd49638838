using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>Signs this browser out.</summary>
internal sealed class SignOutPage(PortalDesk desk) : IPage
{
    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel) => Task.FromResult(visit.Person is not null
        ? Visit.GoTo(PortalPaths.Home)
        : visit.Page(SignInTexts.SignedOutTitle, Markup.Of($"""
            <p class="lead">{SignInTexts.SignedOut}</p><p><a class="button" href="{PortalPaths.SignIn}">{SignInTexts.SignInAgain}</a></p>
            """)));

    public async Task<IResult> ActAsync(Visit visit, CancellationToken cancel)
    {
        if (visit.Person is not null)
            await desk.SignOutAsync(visit, cancel);
        visit.Hold(null);
        return Visit.GoTo(PortalPaths.SignOut);
    }
}
