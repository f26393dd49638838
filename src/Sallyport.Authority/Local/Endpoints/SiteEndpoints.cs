using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Sites;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>What people's machines are told about the site: published to everybody, changed by administrators.</summary>
internal sealed class SiteEndpoints(SitePublisher publisher, SiteRoot root, IAuditLog audit, AuthorityOptions options)
{
    /// <summary>The signed profile, for everybody: its signature proves it.</summary>
    public IResult Profile() => publisher.Signed() is { } document
        ? Results.Bytes(document, "application/json")
        : Answers.NotThere("this site has published no profile yet");

    /// <summary>The authority's own root certificate, for clients that were given its fingerprint by other means.</summary>
    public IResult Root() => root.Pem() is { } pem ? Results.Text(pem, "application/x-pem-file") : Answers.NotThere("this site has its own certificate");

    public IResult Show(Caller caller)
    {
        return Answers.Ok(
            new SiteMessage(publisher.Payload(), publisher.KeyFingerprint(), root.Fingerprint(), Address()),
            LocalJson.Default.SiteMessage);
    }

    public async Task<IResult> Publish(SiteRequestMessage request, Caller caller, CancellationToken cancel)
    {
        if (publisher.Publish(request.Payload) is not { } serial)
            return Answers.Malformed("a site profile is a JSON object of at most 64 kB");

        await audit.AppendAsync([new AuditEvent(AuditKind.SiteProfilePublished, Actor: caller.Actor, Detail: $"serial {serial}")], cancel);
        return Answers.Ok(new SitePublishedMessage(serial), LocalJson.Default.SitePublishedMessage);
    }

    /// <summary>Both faces serve the profile; people know the portal.</summary>
    private string Address() => options.Portal.IsOn ? options.Portal.Origin : $"https://{options.Duo.Names[0]}{Port()}";

    private string Port() => options.Duo.Listen is [{ Port: not 443 } first, ..] ? $":{first.Port}" : string.Empty;
}
