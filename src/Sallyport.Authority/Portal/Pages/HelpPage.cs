using System.Collections.Concurrent;
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
    private volatile Remembered? latest;

    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        var (payload, fingerprint) = (publisher.Payload(), root.Fingerprint());
        if (latest is not { } site || site.Payload != payload || site.RootFingerprint != fingerprint)
            latest = site = new Remembered(payload, fingerprint);
        if (site.Profile is not { } profile)
            return Task.FromResult(request.Page(HelpPageTexts.Title(request.Site), Markup.Of($"""<p class="lead">{HelpPageTexts.NoProfile}</p>"""), StatusCodes.Status404NotFound));

        var http = request.Http.Request;
        var system = VisitorSystems.Named(http.Query["system"]) ?? VisitorSystems.Of(http.Headers["Sec-CH-UA-Platform"], http.Headers.UserAgent);
        request.Http.Response.Headers.Vary = "Sec-CH-UA-Platform, User-Agent, Cookie";
        request.Head = HelpDocument.Head(AssetFiles.Url);
        return Task.FromResult(request.Page(
            HelpPageTexts.Title(profile.Site), request.Person is { Name: var name } && Grammar.IsUser(name) ? site.Make(name, system) : site.ForAnybody(system)));
    }

    /// <summary>A published profile. What everybody may ask for is made once.</summary>
    private sealed class Remembered(string? payload, string? rootFingerprint)
    {
        private readonly ConcurrentDictionary<VisitorSystem, Markup> pages = [];

        public string? Payload => payload;

        public string? RootFingerprint => rootFingerprint;

        /// <summary>Null when nothing was published that can be read.</summary>
        public SiteProfile? Profile { get; } = payload is null ? null : ProfileReader.Read(Encoding.UTF8.GetBytes(payload)).Value;

        public Markup ForAnybody(VisitorSystem system) => pages.GetOrAdd(system, wanted => Make(HelpPageTexts.SomeUser, wanted));

        public Markup Make(string user, VisitorSystem system) =>
            new HelpMarkup(HelpValues.Of(Profile!, user, rootFingerprint), system).Page(other => $"{PortalPaths.Help}?system={other.Word()}");
    }
}
