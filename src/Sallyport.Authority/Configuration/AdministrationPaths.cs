namespace Sallyport.Authority.Configuration;

/// <summary>Where the pages for administrators lie.</summary>
internal static class AdministrationPaths
{
    public const string Home = "/portal/admin";
    public const string Users = "/portal/admin/users";
    public const string User = "/portal/admin/user";
    public const string Logins = "/portal/admin/logins";
    public const string LoginRows = "/portal/admin/logins/rows";
    public const string Audit = "/portal/admin/audit";
    public const string AuditCsv = "/portal/admin/audit.csv";
    public const string AuditJson = "/portal/admin/audit.json";
    public const string Lockouts = "/portal/admin/closings";
    public const string Hosts = "/portal/admin/hosts";
    public const string Networks = "/portal/admin/networks";
    public const string Rollout = "/portal/admin/rollout";
    public const string Gate = "/portal/admin/gate";

    /// <summary>The page of one name; guessers' names hold any character, so it is no part of the path.</summary>
    public static string Of(string name) => $"{User}?name={Uri.EscapeDataString(name)}";
}
