using Sallyport.Authority.Audit;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the pages for administrators say in common, and the overview.</summary>
internal static class AdministrationTexts
{
    public const string Administration = "Administration";
    public const string OverviewEntry = "State";
    public const string UsersEntry = "Users";
    public const string LoginsEntry = "Logins";
    public const string LockoutsEntry = "Lockouts";
    public const string RolloutEntry = "Roll-out";
    public const string HostsEntry = "Hosts";
    public const string NetworksEntry = "Networks";
    public const string GateEntry = "Gate";
    public const string AuditEntry = "Audit";

    public const string ConfirmFirst = "To change anything here, first confirm with a second factor.";
    public const string Confirm = "Confirm";

    public const string Title = "State of the site";
    public const string Range = "Time shown";
    public const string Numbers = "The numbers";
    public const string People = "Registered users";
    public const string Unready = "Without a factor";
    public const string Locked = "Locked";
    public const string Closed = "Locked out now";
    public const string LoginsChart = "Logins";
    public const string WithFactor = "with a second factor";
    public const string WithoutFactor = "without one";
    public const string RefusedChart = "Refused attempts";
    public const string Refused = "refused";
    public const string FactorsGiven = "Factors given";
    public const string FactorsOwned = "Factors that people have";
    public const string WorstNetworks = "Networks refused most";
    public const string Factor = "Factor";
    public const string Network = "Network";
    public const string Count = "Number";
    public const string NoLogins = "No login in this time.";
    public const string NoRefusals = "No attempt was refused in this time.";
    public const string NobodyYet = "Nobody has a factor yet.";
    public const string UnknownNetwork = "unknown, or too many to count";

    public static string LoginsSummary(int with, int without, string range) => $"{with} logins with a second factor and {without} without one in the {range}.";

    public static string RefusedSummary(int refused, string range) => $"{refused} attempts were refused in the {range}: wrong codes, denied pushes, locked accounts.";

    /// <summary>A factor by the name that the audit has for it.</summary>
    public static string FactorName(string name) => Enum.TryParse<FactorKind>(name, out var kind) && Enum.IsDefined(kind) ? FactorName(kind) : name;

    public static string FactorName(FactorKind kind) => kind switch
    {
        FactorKind.Totp => "Authenticator app",
        FactorKind.Skey => "Printed sheet",
        FactorKind.WebOtp => "Code from the web page",
        FactorKind.RecoveryCode => "Recovery code",
        FactorKind.BypassCode => "Bypass code",
        FactorKind.Push => "Push",
        FactorKind.Sms => "Text message",
        FactorKind.Phone => "Phone call",
        _ => kind.ToString(),
    };

    public static string Standing(PersonStanding standing) => standing switch
    {
        PersonStanding.Unregistered => "not registered",
        PersonStanding.Registered => "registered",
        PersonStanding.Locked => "locked",
        _ => standing.ToString(),
    };

    /// <summary>An event as people read it: <c>Login allowed</c>.</summary>
    public static string Kind(AuditKind kind)
    {
        var words = AuditNames.Of(kind).Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
