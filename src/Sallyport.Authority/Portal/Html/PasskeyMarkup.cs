using Sallyport.Authority.Configuration;
using Sallyport.Authority.Portal.Texts;

namespace Sallyport.Authority.Portal.Html;

/// <summary>The button that asks the browser for a passkey. The script shows it where the browser knows passkeys.</summary>
internal static class PasskeyMarkup
{
    public static Markup Script => Markup.Of($"""<script type="module" src="{AssetFiles.Url("passkeys.js")}"></script>{"\n"}""");

    /// <param name="next">Where to go on after it.</param>
    /// <param name="look">The button's classes.</param>
    public static Markup Button(string next, string look) => Markup.Of($"""
        <div id="use-passkey" data-begin="{PortalPaths.PasskeyAsk}" data-end="{PortalPaths.PasskeyShow}" data-next="{next}" data-given-up="{PasskeyTexts.GivenUp}" hidden><button type="button" class="{look}">{PasskeyTexts.Use}</button><p class="error" role="alert" hidden></p></div>
        """);
}
