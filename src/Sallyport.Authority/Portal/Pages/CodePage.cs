using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Sessions;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>The Web-OTP: one tap, large, with the seconds left, and marked as used as soon as it is.</summary>
internal sealed class CodePage(PortalService service, SessionSeal seal, AuthorityOptions options, TimeProvider clock) : IPage
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        var person = request.Person!;
        return Task.FromResult(ShownCode.Read(request.Http.Request, seal, person.Name) is { } code
            ? Shown(request, code, person.Enrolments.WebOtp)
            : Start(request, null));
    }

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var code = Codes.WebOtp();
        var kept = Codes.Hash(code);
        var name = request.Person!.Name;
        switch (await service.ChangeAsync(request, name, (person, actor) => Enrolling.IssueWebOtp(person, kept, options.WebOtp, actor, clock.GetUtcNow()), cancel))
        {
            case PersonChange.Done:
                ShownCode.Leave(request.Http.Response, seal, name, code, options.WebOtp.Life);
                return PortalRequest.GoTo(PortalPaths.Code);
            case PersonChange.Refused refused:
                return Start(request, DisplayText.Sentence(refused.Reason));
            default:
                throw new InvalidOperationException();
        }
    }

    /// <summary>Tells the page when its code is no longer live: used, replaced or too old. The store is looked at every second: another authority may have taken the code.</summary>
    public Task<IResult> WatchAsync(PortalRequest request, CancellationToken cancel) =>
        Task.FromResult<IResult>(new EventStream(end => WatchAsync(request.Person!.Name, request.Person.Enrolments.WebOtp, end)));

    private async IAsyncEnumerable<string> WatchAsync(string name, LiveWebOtp shown, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(LookInterval, clock);
        var live = shown;
        while (live.IsLive(clock.GetUtcNow()) && live.Expires == shown.Expires && await timer.WaitForNextTickAsync(cancel))
            live = (await service.FindAsync(name, cancel)).Enrolments.WebOtp;
        yield return "ended";
    }

    private IResult Shown(PortalRequest request, string code, LiveWebOtp live)
    {
        if (live.Matches(code, request.Now))
            return Live(request, code, live.Expires);

        // A used code is gone from the store; one that ran out, or that another replaced, is not.
        var used = live.Code is null;
        return request.Page(CodeTexts.Title, Markup.Of($"""
            <section class="card hero">
            <p class="code-large spent"><s>{code}</s></p>
            <p><span class="badge {(used ? "good" : "")}">{(used ? CodeTexts.UsedTitle : CodeTexts.ExpiredTitle)}</span></p>
            <p>{(used ? CodeTexts.Used : CodeTexts.Expired)}</p>
            {Forms.Button(request, PortalPaths.Code, CodeTexts.GetAnother, "primary huge")}
            </section>
            """));
    }

    private IResult Live(PortalRequest request, string code, DateTimeOffset expires)
    {
        var left = (int)Math.Ceiling((expires - request.Now).TotalSeconds);
        request.Head = Markup.Of($"""
            <script type="module" src="{AssetFiles.Url("code.js")}"></script>
            <noscript><meta http-equiv="refresh" content="5"></noscript>

            """);
        return request.Page(CodeTexts.Title, Markup.Of($"""
            <section class="card hero" id="live" data-left="{left}" data-events="{PortalPaths.CodeEvents}">
            <p>{CodeTexts.Type}</p>
            <p class="code-large" id="shown" translate="no">{code}</p>
            <p><button class="quiet" id="copy" type="button" data-done="{CodeTexts.Copied}" hidden>{CodeTexts.Copy}</button></p>
            <progress class="progress" id="bar" max="{(int)options.WebOtp.Life.TotalSeconds}" value="{left}" aria-hidden="true"></progress>
            <p class="hint"><span class="tabular"><strong id="left">{left}</strong> {CodeTexts.Left}</span></p>
            </section>
            """));
    }

    private static IResult Start(PortalRequest request, string? error) => request.Page(CodeTexts.Title, Markup.Of($"""
        <p class="lead">{CodeTexts.Lead}</p>
        {Markup.When(error is not null, () => Markup.Of($"""<p class="notice bad" role="alert">{error}</p>"""))}{Forms.Button(request, PortalPaths.Code, CodeTexts.Get, "primary huge")}
        """), error is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
}
