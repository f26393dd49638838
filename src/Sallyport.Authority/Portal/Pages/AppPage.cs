using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>Sets up, replaces or removes the authenticator app. The key in the QR code counts after its first right code.</summary>
internal sealed class AppPage(PortalService service, AuthorityOptions options, TimeProvider clock) : IPage
{
    private const int Digits = 6;

    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel) => Task.FromResult(Show(request, request.Person!, null));

    public async Task<IResult> ActAsync(PortalRequest request, CancellationToken cancel)
    {
        var (change, done) = request.Field("do") switch
        {
            "start" => (Start(), null),
            "confirm" => ((person, actor) => Enrolling.ConfirmTotp(person, request.Field("code"), actor, clock.GetUtcNow()), FactorTexts.AppDone),
            "remove" => (Enrolling.RemoveTotp, FactorTexts.AppRemoved),
            _ => ((Func<Person, string, PersonChange>?)null, (string?)null),
        };
        if (change is null)
            return ErrorPages.StaleForm(request);

        return await service.ChangeAsync(request, request.Person!.Name, change, cancel) switch
        {
            PersonChange.Done when done is null => PortalRequest.GoTo(PortalPaths.App),
            PersonChange.Done => request.GoTo(PortalPaths.Factors, done),
            PersonChange.Refused refused => Show(request, request.Person, DisplayText.Sentence(refused.Reason)),
            _ => throw new InvalidOperationException(),
        };
    }

    private static Func<Person, string, PersonChange> Start()
    {
        var key = Codes.TotpKey(TotpAlgorithm.Sha1, Digits);
        return (person, actor) => Enrolling.StartTotp(person, key, actor);
    }

    private IResult Show(PortalRequest request, Person person, string? error) => request.Page(
        FactorTexts.AppName,
        person.Enrolments.PendingTotp is { } pending ? Waiting(request, person, pending, error) : Idle(request, person.Enrolments.Totp is not null),
        error is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);

    private static Markup Idle(PortalRequest request, bool inUse) => Markup.Of($"""
        <p class="lead">{FactorTexts.AppAbout}</p>
        <section class="card narrow">
        {Markup.When(inUse, () => Markup.Of($"""<p>{FactorTexts.AppReplaceHint}</p>"""))}{Do(request, "start", inUse ? FactorTexts.AppReplace : FactorTexts.AppNew, "primary")}
        {Markup.When(inUse, () => Markup.Of($"""<hr>{Do(request, "remove", FactorTexts.AppRemove, "danger")}"""))}
        </section>
        """);

    private Markup Waiting(PortalRequest request, Person person, TotpKey key, string? error) => Markup.Of($"""
        <p class="lead">{FactorTexts.AppScan}</p>
        <section class="card narrow">
        {QrPicture.Of(new OtpauthUri(options.Site, person.Name, key).ToUriString(), FactorTexts.AppPicture)}
        <details><summary>{FactorTexts.AppByHand}</summary><dl class="facts"><dt>{FactorTexts.AppKey}</dt><dd class="mono" translate="no">{Grouped(key.ToBase32())}</dd><dt>{FactorTexts.AppKind}</dt><dd>{FactorTexts.AppKindValue}</dd></dl></details>
        <form method="post" action="{PortalPaths.App}">{request.Token}<input type="hidden" name="do" value="confirm">
        {Forms.Digits(FactorTexts.AppCode, error)}
        <button class="primary">{FactorTexts.AppVerify}</button>
        </form>
        <hr>{Do(request, "start", FactorTexts.AppAnother, "quiet")}
        </section>
        """);

    private static Markup Do(PortalRequest request, string what, string text, string look) => Markup.Of(
        $"""<form method="post" action="{PortalPaths.App}">{request.Token}<button class="{look}" name="do" value="{what}">{text}</button></form>""");

    private static string Grouped(string key) => string.Join(' ', key.Chunk(4).Select(four => new string(four)));
}
