using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>Signs this browser out.</summary>
internal sealed class SignOutPage(PortalService service) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => Task.FromResult(request.Person is not null
        ? PortalRequest.GoTo(PortalPaths.Home)
        : request.Page(SignInTexts.SignedOutTitle, Markup.Of($"""
            <p class="lead">{SignInTexts.SignedOut}</p><p><a class="button" href="{PortalPaths.SignIn}">{SignInTexts.SignInAgain}</a></p>
            """)));

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        if (request.Person is not null)
            await service.SignOutAsync(request, cancel);
        request.Hold(null);
        return PortalRequest.GoTo(PortalPaths.SignOut);
    }
}
