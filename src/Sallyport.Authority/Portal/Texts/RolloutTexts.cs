namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the page of the roll-out says.</summary>
internal static class RolloutTexts
{
    public const string Title = "Roll-out";
    public const string Complete = "A second factor is demanded of everybody.";
    public const string Going = "Whoever has no factor yet goes on to the password until the day below; each such login is in the audit. Days and groups stand in sallyport.conf, under [rollout].";
    public const string Everybody = "Everybody";
    public const string Ready = "with a factor";
    public const string Unready = "without a factor";
    public const string Progress = "Registered people with a factor";
    public const string KeptOutTitle = "Who would be kept out tomorrow";
    public const string NobodyKeptOut = "Nobody would be kept out tomorrow.";
    public const string LaterTitle = "Who has no factor either";
    public const string NobodyLater = "Nobody else.";
    public const string User = "User";
    public const string From = "From";
    public const string LastLogin = "Last login without one";
    public const string Now = "now";
    public const string NoDay = "no day set";
    public const string NotLately = "not lately";
    public const string Logins = "Logins without a factor";

    public static string Group(string group) => $"Group {group}";

    public static string Day(DateOnly? day) => day switch
    {
        null => NoDay,
        { Year: 1 } => Now,
        { } first => first.ToString("yyyy-MM-dd"),
    };

    public static string Share(int ready, int all) => all == 0 ? "Nobody is registered yet." : $"{ready} of {all} people ({100L * ready / all} %)";

    public static string KeptOut(int count) => count == 1 ? "1 person has no factor and would be kept out tomorrow." : $"{count} people have no factor and would be kept out tomorrow.";
}
