namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the overview says.</summary>
internal static class HomeTexts
{
    public const string Title = "Overview";
    public const string LastLogin = "Last login";
    public const string NoLogin = "No login yet.";
    public const string FailedTries = "Wrong codes since then";
    public const string NoFailedTries = "None.";
}
