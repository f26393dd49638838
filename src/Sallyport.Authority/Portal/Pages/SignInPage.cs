using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>The ways in.</summary>
internal sealed class SignInPage : IPage
{
    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel) => Task.FromResult(visit.Person is not null
        ? Visit.GoTo(PortalPaths.Home)
        : visit.Page(SignInTexts.Title, Markup.Of($"""
            <p class="lead">{SignInTexts.Lead}</p>
            <section class="card">
            <h2>{SignInTexts.ByLinkTitle}</h2>
            <p>{SignInTexts.ByLink}</p>
            <pre class="command"><code>{SignInTexts.LinkCommand}</code></pre>
            </section>
            """)));
}
