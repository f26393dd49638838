using Sallyport.Authority.Portal.Html;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>Parts of forms that several pages have.</summary>
internal static class Forms
{
    private static readonly Markup Invalid = Markup.Of($" aria-invalid=\"true\"");

    /// <summary>The field for a code, named <c>code</c>, under the words of the login's own prompt.</summary>
    public static Markup Code(Prompt prompt, string hint, string? error) =>
        Field(prompt.Text.TrimEnd(':', ' '), prompt.Expected == FactorKind.Totp ? "numeric" : "text", hint, error);

    /// <summary>The same for digits.</summary>
    public static Markup Digits(string label, string? error) => Field(label, "numeric", null, error);

    /// <summary>A form with one button and nothing else.</summary>
    public static Markup Button(PortalRequest request, string action, string text, string look) =>
        Markup.Of($"""<form method="post" action="{action}">{request.Token}<button class="{look}">{text}</button></form>""");

    private static Markup Field(string label, string keyboard, string? hint, string? error) => Markup.Of($"""
        <div class="field">
        <label for="code">{label}</label>
        <input id="code" name="code" class="code" inputmode="{keyboard}" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" maxlength="80" required autofocus aria-describedby="code-error code-hint"{(error is null ? Markup.Empty : Invalid)}>
        {(error is null ? Markup.Empty : Markup.Of($"""<p class="error" id="code-error" role="alert">{error}</p>{"\n"}"""))}{(hint is null ? Markup.Empty : Markup.Of($"""<p class="hint" id="code-hint">{hint}</p>"""))}
        </div>
        """);
}
