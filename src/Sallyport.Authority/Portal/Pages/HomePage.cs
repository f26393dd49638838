using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Html;
using Sallyport.Authority.Portal.Requests;
using Sallyport.Authority.Portal.Texts;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Portal.Pages;

/// <summary>What a person should know at a glance.</summary>
internal sealed class HomePage(AuthorityOptions options) : IPage
{
    public Task<IResult> ShowAsync(PortalRequest request, CancellationToken cancel)
    {
        var person = request.Person!;
        return Task.FromResult(request.Page($"{HomeTexts.Hello} {person.Name}", Markup.Of($"""
            {Markup.When(!PortalRules.HasFactor(person, request.Now), NoFactor)}<section class="card hero">
            <p class="big">{HomeTexts.CodeTitle}</p><p class="hint">{HomeTexts.CodeAbout}</p>
            {Forms.Button(request, PortalPaths.Code, CodeTexts.Get, "primary huge")}
            </section>
            <div class="cards">
            <section class="card"><h2>{HomeTexts.LastLogin}</h2>{LastLogin(person.History)}</section>
            <section class="card"><h2>{HomeTexts.FailedTries}</h2>{Failed(person.History)}</section>
            </div>
            {Markup.When(options.Portal.HasPasskeys && person.Portal.Passkeys.IsEmpty && PortalRules.HasFactor(person, request.Now), NoPasskey)}
            """)));
    }

    private static Markup NoPasskey() => Markup.Of($"""
        <section class="card"><h2>{HomeTexts.PasskeyTitle}</h2><p>{HomeTexts.PasskeyAbout}</p><p><a class="button" href="{PortalPaths.Passkeys}">{PasskeyTexts.Add}</a></p></section>
        """);

    private static Markup NoFactor() => Markup.Of($"""
        <div class="notice warn"><p><strong>{FactorTexts.NoneTitle}</strong></p><p>{FactorTexts.None}</p><p><a href="{PortalPaths.App}">{FactorTexts.SetUp}: {FactorTexts.AppName}</a></p></div>
        """);

    private Markup LastLogin(LoginHistory history) => history.Last is not { } last
        ? Markup.Of($"<p>{HomeTexts.NoLogin}</p>")
        : Markup.Of($"""
            <p class="big">{DisplayText.Time(last.At, options.TimeZone)}</p><p class="hint">{HomeTexts.From} {DisplayText.Address(last.Source)}</p>
            <p><a href="{PortalPaths.NotMe}?network={Uri.EscapeDataString(SourceNetwork.Of(last.Source).ToString())}">{ActivityTexts.NotMe}</a></p>
            """);

    private static Markup Failed(LoginHistory history) => history.FailedSince.IsEmpty
        ? Markup.Of($"<p>{HomeTexts.NoFailedTries}</p>")
        : Markup.Of($"""
            <p class="big">{history.FailedCount}</p><p class="hint">{HomeTexts.From} {DisplayText.Count(history.FailedSince.Length, "network", "networks")}</p>
            <p><a href="{PortalPaths.Activity}">{HomeTexts.Look}</a></p>
            """);
}
