namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the pages of the audit say.</summary>
internal static class AuditTexts
{
    public const string Title = "Audit";
    public const string LoginsTitle = "Logins";
    public const string LoginsEmpty = "No login matches.";
    public const string Empty = "No event matches.";

    public const string Time = "Time";
    public const string Event = "Event";
    public const string Person = "User";
    public const string Source = "From";
    public const string Host = "Host";
    public const string Actor = "By";
    public const string Detail = "Detail";

    public const string SourceField = "Network or address";
    public const string Outcome = "Outcome";
    public const string From = "First day";
    public const string To = "Last day";
    public const string Anything = "anything";
    public const string Filter = "Filter";
    public const string Older = "Older";
    public const string GoOn = "Search older events";
    public const string Csv = "Download as CSV";
    public const string Json = "Download as JSON";
    public const string Live = "Show new events as they arrive";

    public const string SourceMalformed = "a network is written 192.0.2.0/24 or 2001:db8::/32, or as one address";
    public const string DayMalformed = "a day is written 2027-02-01";

    public const string ChainTitle = "Integrity";
    public const string NotChecked = "The chain has not been checked since this authority started.";
    public const string Check = "Check the complete chain now";
    public const string Head = "Last link. Note it elsewhere: later it proves that nothing was cut off:";

    public static string Whole(long rows) => $"Complete: {rows} rows.";

    public static string Broken(long row) => $"Broken at row {row}: somebody changed or removed it. Compare with a backup.";

    public static string RolledBack(string person) => $"The stored data of {person} is older than the audit says: somebody restored an earlier state. Compare with a backup.";

    public static string OutcomeWord(string word) => word switch
    {
        "with-factor" => "with a second factor",
        "without-factor" => "without one",
        "refused" => "refused",
        _ => Anything,
    };
}
