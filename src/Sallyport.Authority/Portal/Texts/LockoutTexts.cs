namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the page of used-up budgets says.</summary>
internal static class LockoutTexts
{
    public const string Title = "Closed for now";
    public const string Lead = "Too many wrong codes close a network for one name, or all networks that never succeeded. It opens by itself; unlock a name to open it now.";
    public const string User = "User";
    public const string Network = "Network";
    public const string Until = "Until";
    public const string Since = "Since";
    public const string Empty = "Nothing is closed.";
    public const string AllUnknownNetworks = "all networks that never succeeded";
    public const string Unlock = "Open";
    public const string Done = "Everything that wrong codes had closed for this name is open.";
    public const string NotShown = "There are more; the oldest are not shown.";
}
