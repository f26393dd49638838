using Sallyport.Cli.Import.Keys;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Cli.Import.Files;

/// <summary>otpauth:// URIs, one a line, as apps export them and QR codes hold them; Google Authenticator's otpauth-migration:// among them.</summary>
internal sealed class OtpauthLines : IKeyFileFormat
{
    private const string Scheme = "otpauth://";

    public string Name => "otpauth";

    public bool Recognises(KeyFile file) => file.Head.TrimStart() is var head && (IsUri(head) || Migration.IsUri(head));

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        foreach (var (number, line) in file.Lines())
        {
            var text = line.Trim();
            if (Migration.IsUri(text))
            {
                foreach (var found in Migration.Read(number, text))
                    yield return found;
            }
            else if (text.Length > 0 && !text.StartsWith('#'))
            {
                yield return Read(number, text);
            }
        }
    }

    /// <summary>The key of one URI.</summary>
    public static FoundKey Read(int number, string uri) => Of(new FoundKey($"line {number}", null), uri);

    /// <summary>The key of a URI that lies in an entry; whose it is and what for says the URI where the entry does not.</summary>
    public static FoundKey Of(FoundKey entry, string uri)
    {
        var (issuer, account) = Label(uri);
        var named = entry with { Who = entry.Who ?? account, Issuer = entry.Issuer ?? issuer };
        var read = OtpauthReading.Of(uri, TotpKey.LeastWeakBytes);
        return read.Otpauth is { } otpauth
            ? named with { Totp = otpauth.Key, Issuer = entry.Issuer ?? Named(otpauth.Issuer) }
            : named with { Refusal = string.Join("; ", read.Problems) };
    }

    private static bool IsUri(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The names of a URI, whatever else is wrong with it.</summary>
    private static (string? Issuer, string? Account) Label(string uri)
    {
        if (!IsUri(uri) || uri.IndexOf('/', Scheme.Length) is var slash && slash < 0)
            return (null, null);
        var end = uri.IndexOfAny(['?', '#'], slash);
        var label = Uri.UnescapeDataString(end < 0 ? uri[(slash + 1)..] : uri[(slash + 1)..end]);
        var colon = label.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (null, Named(label)) : (Named(label[..colon]), Named(label[(colon + 1)..].TrimStart(' ')));
    }

    private static string? Named(string name) => name.Length == 0 ? null : name;
}
