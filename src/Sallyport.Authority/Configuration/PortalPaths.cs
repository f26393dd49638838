namespace Sallyport.Authority.Configuration;

/// <summary>Where the portal's pages lie; the only place where their addresses are written. Endpoints.cs says what is served there.</summary>
internal static class PortalPaths
{
    public const string Home = "/portal";
    public const string SignIn = "/portal/sign-in";
    public const string SignOn = "/portal/sign-in/sso";
    public const string SignOnReturn = "/portal/sign-in/sso/return";
    public const string SignOut = "/portal/sign-out";
    public const string Link = "/portal/link";
    public const string Confirm = "/portal/confirm";
    public const string Devices = "/portal/devices";
    public const string AddDevice = "/portal/devices/add";
    public const string AddPhone = "/portal/devices/phone";
    public const string Enrol = "/portal/devices/enrol";
    public const string DeviceKey = "/portal/devices/key";
    public const string Approve = "/portal/approve";
    public const string PushEvents = "/portal/push/events";
    public const string PushReach = "/portal/push/reach";
    public const string PushAnswer = "/portal/push/{id}/answer";
    public const string Code = "/portal/code";
    public const string CodeEvents = "/portal/code/events";
    public const string Factors = "/portal/factors";
    public const string App = "/portal/factors/app";
    public const string RecoveryCodes = "/portal/factors/recovery-codes";
    public const string Sheet = "/portal/factors/skey";
    public const string Passkeys = "/portal/factors/passkeys";
    public const string PasskeyBegin = "/portal/factors/passkeys/begin";
    public const string PasskeyAdd = "/portal/factors/passkeys/add";
    public const string PasskeyAsk = "/portal/passkeys/ask";
    public const string PasskeyShow = "/portal/passkeys/show";
    public const string Helpdesk = "/portal/helpdesk";
    public const string HelpdeskUser = "/portal/helpdesk/user";
    public const string NotMe = "/portal/activity/not-me";
    public const string Activity = "/portal/activity";
    public const string Phone = "/portal/phone";
    public const string Help = "/help";
    public const string Assets = "/portal/assets";

    private const int MostCharacters = 512;

    /// <summary>The path to go on to, when it is one of the portal's own; else the home page. Nothing that a browser could take for another site.</summary>
    public static string OwnOrHome(string? path) =>
        path is { Length: <= MostCharacters }
        && (path == Home || path.StartsWith(Home + "/", StringComparison.Ordinal))
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or '?' or '=' or '&' or '%' or '~' or '+')
        && !path.Contains("//", StringComparison.Ordinal)
        && !path.Contains("..", StringComparison.Ordinal)
            ? path
            : Home;
}
