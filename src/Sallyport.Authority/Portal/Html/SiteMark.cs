namespace Sallyport.Authority.Portal.Html;

/// <summary>The mark beside the site's name.</summary>
internal static class SiteMark
{
    public static Markup Picture { get; } = Markup.Of($"""
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><path class="wall" d="M3 29V11l4-2V5h4v3h3V5h4v3h3V5h4v4l4 2v18z"/><path class="door" d="M11 29v-9a5 5 0 0 1 10 0v9z"/></svg>
        """);
}
