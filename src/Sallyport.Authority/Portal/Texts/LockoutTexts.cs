namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the page of used-up budgets says.</summary>
internal static class LockoutTexts
{
    public const string Title = "Lockouts";
    public const string Lead = "Too many wrong codes lock a name for one network, or for all networks that have never succeeded. A lockout ends automatically; unlock a name to end it now.";
    public const string User = "User";
    public const string Network = "Network";
    public const string Until = "Until";
    public const string Since = "Since";
    public const string Empty = "There are no lockouts.";
    public const string AllUnknownNetworks = "all networks that have never succeeded";
    public const string Unlock = "Unlock";
    public const string Done = "All lockouts of this name are lifted.";
    public const string NotShown = "There are more; the oldest are not shown.";
}
