namespace Sallyport.Authority.Configuration;

/// <summary>Mail addresses as SMTP carries them.</summary>
internal static class MailAddresses
{
    /// <summary>A plain address: one <c>@</c>, printable ASCII, nothing that could end a command or a header. At most 254 characters.</summary>
    public static bool IsAddress(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return text.Length <= 254 && at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1
            && text.All(c => c is > ' ' and < '\u007f' and not ('<' or '>' or '"' or '(' or ')' or ',' or ';' or ':' or '\\' or '[' or ']'));
    }
}
