using Sallyport.Authority.Portal.Visits;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Portal.Html;

/// <summary>Parts that several pages have.</summary>
internal static class Forms
{
    /// <summary>The field for a code, under the words of the login's own prompt.</summary>
    public static Markup Code(Prompt prompt, string hint, string? error)
    {
        var numeric = prompt.Expected == FactorKind.Totp ? "numeric" : "text";
        return Markup.Of($"""
            <div class="field">
            <label for="code">{prompt.Text.TrimEnd(':', ' ')}</label>
            <input id="code" name="code" class="code" inputmode="{numeric}" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="80" required autofocus aria-describedby="code-hint{(error is null ? "" : " code-error")}"{(error is null ? Markup.Empty : Invalid)}>
            {Error(error)}<p class="hint" id="code-hint">{hint}</p>
            </div>
            """);
    }

    /// <summary>A form with one button.</summary>
    public static Markup Button(Visit visit, string action, string text, string look) => Markup.Of($"""
        <form method="post" action="{action}">{visit.Token}<button class="{look}">{text}</button></form>
        """);

    private static Markup Invalid => Markup.Of($" aria-invalid=\"true\"");

    private static Markup Error(string? error) => error is null ? Markup.Empty : Markup.Of($"""<p class="error" id="code-error" role="alert">{error}</p>{"\n"}""");
}
