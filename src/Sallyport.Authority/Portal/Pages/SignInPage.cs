using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>The ways in.</summary>
internal sealed class SignInPage(AuthorityOptions options) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        if (request.Person is not null)
            return Task.FromResult(PortalRequest.GoTo(PortalPaths.Home));

        request.Head = options.Portal.HasPasskeys ? PasskeyMarkup.Script : Markup.Empty;
        return Task.FromResult(request.Page(SignInTexts.Title, Markup.Of($"""
            <p class="lead">{SignInTexts.Lead}</p>
            {SignOn()}{Markup.When(options.Portal.HasPasskeys, ByPasskey)}<section class="card">
            <h2>{SignInTexts.ByLinkTitle}</h2>
            <p>{SignInTexts.ByLink}</p>
            <pre class="command"><code>{SignInTexts.LinkCommand}</code></pre>
            </section>
            """)));
    }

    private Markup ByPasskey() => Markup.Of($"""
        <section class="card">
        <h2>{PasskeyTexts.UseTitle}</h2>
        <p>{PasskeyTexts.UseAbout}</p>
        {PasskeyMarkup.Button(PortalPaths.Home, options.Portal.SignOn is null ? "primary" : "")}
        <noscript><p class="hint">{PasskeyTexts.NeedsScript}</p></noscript>
        </section>

        """);

    private Markup SignOn() => options.Portal.SignOn is not { } signOn
        ? Markup.Empty
        : Markup.Of($"""<section class="card hero"><a class="button primary huge" href="{PortalPaths.SignOn}">{SignInTexts.SignOnWith} {signOn.Name}</a></section>{"\n"}""");
}
