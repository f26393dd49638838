namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the page of the gate says.</summary>
internal static class GateTexts
{
    public const string Title = "Gate";
    public const string Started = "Running since";
    public const string Authority = "Connected to the authority";
    public const string Accepted = "Connections";
    public const string HandedOver = "Handed to sshd";
    public const string LoggedIn = "Logged in";
    public const string RefusedTitle = "Refused since the start";
    public const string Reason = "Reason";
    public const string Count = "Number";
    public const string NothingRefused = "Nothing was refused.";
    public const string LanesTitle = "Lanes";
    public const string Lane = "Lane";
    public const string Pending = "Not yet logged in";
    public const string Places = "Places";
    public const string ThisSecond = "New this second";
    public const string PenaltiesTitle = "Penalties";
    public const string Source = "Source";
    public const string Left = "Time left";
    public const string Points = "Points";
    public const string NoPenalties = "There are no penalties.";
    public const string BansTitle = "Bans";
    public const string Network = "Network";
    public const string NoBans = "No network is banned.";
    public const string OpenTitle = "Connections now";
    public const string Stage = "Stage";
    public const string Since = "Since";
    public const string NoConnections = "No connection is open.";

    /// <summary>A length of time in its two largest units.</summary>
    public static string Length(long seconds) => seconds switch
    {
        < 60 => $"{seconds} s",
        < 3600 => $"{seconds / 60} min",
        < 86400 => $"{seconds / 3600} h {seconds % 3600 / 60} min",
        _ => $"{seconds / 86400} d {seconds % 86400 / 3600} h",
    };
}
