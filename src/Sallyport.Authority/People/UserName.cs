namespace Sallyport.Authority.People;

/// <summary>What a registered name may look like.</summary>
internal static class UserName
{
    /// <summary>What is wrong with a name that somebody wants to register; null when nothing is.</summary>
    public static string? Problem(string name) =>
        name.Length is 0 or > 64 || name is "." or ".." || name[0] == '-' || name.Any(c => char.IsControl(c) || c is '/' or '%' or ':' or ' ')
            ? "a UNIX user name has 1 to 64 characters, no slash, percent sign, colon or space, and does not start with a hyphen"
            : null;
}
