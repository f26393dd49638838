namespace Sallyport.Authority.Portal.Texts;

/// <summary>What the page with the code says.</summary>
internal static class CodeTexts
{
    public const string Entry = "Code";
    public const string Title = "A code for your next login";
    public const string Lead = "One tap gives you a short code. Type it when your login asks for the code from the web page. It is valid for one login.";
    public const string Get = "Get a code";
    public const string GetAnother = "Get another code";
    public const string Copy = "Copy";
    public const string Copied = "Copied";
    public const string Type = "Type this when your login asks for the code from the web page";
    public const string Left = "seconds left";
    public const string Until = "Valid until";
    public const string UsedTitle = "Used";
    public const string Used = "This code has just been used for a login. If that was not you, report it on the page of your factors.";
    public const string ExpiredTitle = "No longer valid";
    public const string Expired = "This code was not used in time, or a newer one replaced it.";
}
