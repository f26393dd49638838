using System.Text;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Help;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Sites;
using Sallyport.Profile;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>The site's own instructions, from the published profile, for the reader's operating system.</summary>
internal sealed class HelpPage(SitePublisher publisher, SiteRoot root) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        if (publisher.Payload() is not { } payload || ProfileReader.Read(Encoding.UTF8.GetBytes(payload)).Value is not { } site)
            return Task.FromResult(request.Page(HelpPageTexts.Title(request.Site), Markup.Of($"""<p class="lead">{HelpPageTexts.NoProfile}</p>"""), StatusCodes.Status404NotFound));

        var http = request.Http.Request;
        var system = VisitorSystems.Named(http.Query["system"]) ?? VisitorSystems.Of(http.Headers["Sec-CH-UA-Platform"], http.Headers.UserAgent);
        var user = request.Person is { Name: var name } && Grammar.IsUser(name) ? name : HelpPageTexts.SomeUser;
        request.Http.Response.Headers.Vary = "Sec-CH-UA-Platform, User-Agent, Cookie";
        request.Head = HelpDocument.Head(AssetFiles.Url);
        return Task.FromResult(request.Page(
            HelpPageTexts.Title(site.Site),
            new HelpMarkup(HelpValues.Of(site, user, root.Fingerprint()), system).Page(other => $"{PortalPaths.Help}?system={other.Word()}")));
    }
}
