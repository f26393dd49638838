namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the page of the roll-out says.</summary>
internal static class RolloutTexts
{
    public const string Title = "Roll-out";
    public const string Complete = "Everybody needs a second factor.";
    public const string Going = "Until the date below, users without a factor go on to the password; the audit records each such login. Dates and groups are set in sallyport.conf, under [rollout].";
    public const string Everybody = "Everybody";
    public const string Ready = "with a factor";
    public const string Unready = "without a factor";
    public const string Progress = "Registered users with a factor";
    public const string KeptOutTitle = "Users who would be refused tomorrow";
    public const string NobodyKeptOut = "Nobody would be refused tomorrow.";
    public const string LaterTitle = "Other users without a factor";
    public const string NobodyLater = "Nobody else.";
    public const string User = "User";
    public const string From = "From";
    public const string LastLogin = "Last login without a factor";
    public const string Now = "now";
    public const string NoDay = "no date set";
    public const string NotLately = "not recently";
    public const string Logins = "Logins without a factor";

    public static string Group(string group) => $"Group {group}";

    public static string Day(DateOnly? day) => day switch
    {
        null => NoDay,
        { Year: 1 } => Now,
        { } first => first.ToString("yyyy-MM-dd"),
    };

    public static string Share(int ready, int all) => all == 0 ? "Nobody is registered yet." : $"{ready} of {all} users ({100L * ready / all} %)";

    public static string KeptOut(int count) => count == 1 ? "1 user has no factor and would be refused tomorrow." : $"{count} users have no factor and would be refused tomorrow.";
}
