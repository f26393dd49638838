using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.People;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Authority.Portal.Visits;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>Sets up, replaces or removes the authenticator app. The key in the QR code counts after its first right code.</summary>
internal sealed class AppPage(PortalDesk desk, AuthorityOptions options, TimeProvider clock) : IPage
{
    private const int Digits = 6;

    public Task<IResult> ShowAsync(Visit visit, CancellationToken cancel) => Task.FromResult(Show(visit, visit.Person!, null));

    public async Task<IResult> ActAsync(Visit visit, CancellationToken cancel)
    {
        var (change, done) = visit.Field("do") switch
        {
            "start" => (Start(), null),
            "confirm" => ((person, actor) => Enrolling.ConfirmTotp(person, visit.Field("code"), actor, clock.GetUtcNow()), FactorTexts.AppDone),
            "remove" => (Enrolling.RemoveTotp, FactorTexts.AppRemoved),
            _ => ((Func<Person, string, PersonChange>?)null, (string?)null),
        };
        if (change is null)
            return Refusals.StaleForm(visit);

        return await desk.ChangeAsync(visit, visit.Person!.Name, change, cancel) switch
        {
            PersonChange.Done when done is null => Visit.GoTo(PortalPaths.App),
            PersonChange.Done => visit.GoTo(PortalPaths.Factors, done),
            PersonChange.Refused refused => Show(visit, visit.Person, Words.Sentence(refused.Reason)),
            _ => throw new InvalidOperationException(),
        };
    }

    private static Func<Person, string, PersonChange> Start()
    {
        var key = Codes.TotpKey(TotpAlgorithm.Sha1, Digits);
        return (person, actor) => Enrolling.StartTotp(person, key, actor);
    }

    private IResult Show(Visit visit, Person person, string? error) => visit.Page(
        FactorTexts.AppName,
        person.Enrolments.PendingTotp is { } pending ? Waiting(visit, person, pending, error) : Idle(visit, person.Enrolments.Totp is not null),
        error is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);

    private static Markup Idle(Visit visit, bool inUse) => Markup.Of($"""
        <p class="lead">{FactorTexts.AppAbout}</p>
        <section class="card narrow">
        {Markup.When(inUse, () => Markup.Of($"""<p>{FactorTexts.AppReplaceHint}</p>"""))}{Do(visit, "start", inUse ? FactorTexts.AppReplace : FactorTexts.AppNew, "primary")}
        {Markup.When(inUse, () => Markup.Of($"""<hr>{Do(visit, "remove", FactorTexts.AppRemove, "danger")}"""))}
        </section>
        """);

    private Markup Waiting(Visit visit, Person person, TotpKey key, string? error) => Markup.Of($"""
        <p class="lead">{FactorTexts.AppScan}</p>
        <section class="card narrow">
        {QrPicture.Of(new OtpauthUri(options.Site, person.Name, key).ToUriString(), FactorTexts.AppPicture)}
        <details><summary>{FactorTexts.AppByHand}</summary><dl class="facts"><dt>{FactorTexts.AppKey}</dt><dd class="mono" translate="no">{Grouped(key.ToBase32())}</dd><dt>{FactorTexts.AppKind}</dt><dd>{FactorTexts.AppKindValue}</dd></dl></details>
        <form method="post" action="{PortalPaths.App}">{visit.Token}<input type="hidden" name="do" value="confirm">
        {Forms.Digits(FactorTexts.AppCode, error)}
        <button class="primary">{FactorTexts.AppVerify}</button>
        </form>
        <hr>{Do(visit, "start", FactorTexts.AppAnother, "quiet")}
        </section>
        """);

    private static Markup Do(Visit visit, string what, string text, string look) => Markup.Of(
        $"""<form method="post" action="{PortalPaths.App}">{visit.Token}<button class="{look}" name="do" value="{what}">{text}</button></form>""");

    private static string Grouped(string key) => string.Join(' ', key.Chunk(4).Select(four => new string(four)));
}
