using System.Globalization;
using System.Text;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>Google Authenticator's <c>otpauth-migration://offline?data=…</c>: the accounts of a phone, as a protocol buffer in base64. Steps are always of 30 s.</summary>
internal static class Migration
{
    private const string Scheme = "otpauth-migration://";

    public static bool IsUri(string text) => text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    public static IEnumerable<FoundKey> Read(int number, string uri)
    {
        if (Data(uri) is not { } data)
            return [new FoundKey($"line {number}", null) { Refusal = "the migration code is damaged; export from the app again" }];

        var found = new List<FoundKey>();
        try
        {
            var (size, index) = (1L, 0L);
            foreach (var field in ProtocolBuffer.Fields(data))
            {
                if (field is { Number: 1, Bytes: { } entry })
                    found.Add(Entry($"line {number}, entry {found.Count + 1}", entry));
                else if (field.Number == 3)
                    size = field.Value;
                else if (field.Number == 4)
                    index = field.Value;
            }

            if (size > 1 && found.Count > 0)
                found[0] = found[0] with { Notes = [string.Create(CultureInfo.InvariantCulture, $"this is part {index + 1} of {size}; import the others, too")] };
            return found;
        }
        catch (InvalidDataException)
        {
            return [.. found, new FoundKey($"line {number}", null) { Refusal = "the migration code is damaged; export from the app again" }];
        }
    }

    private static FoundKey Entry(string where, ReadOnlyMemory<byte> message)
    {
        var (secret, name, issuer, algorithm, digits, type) = (Array.Empty<byte>(), "", "", 1L, 1L, 2L);
        foreach (var field in ProtocolBuffer.Fields(message))
        {
            switch (field.Number)
            {
                case 1:
                    secret = field.Bytes?.ToArray() ?? [];
                    break;
                case 2:
                    name = Text(field.Bytes);
                    break;
                case 3:
                    issuer = Text(field.Bytes);
                    break;
                case 4:
                    algorithm = field.Value;
                    break;
                case 5:
                    digits = field.Value;
                    break;
                case 6:
                    type = field.Value;
                    break;
            }
        }

        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var account = name[(colon + 1)..].TrimStart(' ');
        return new OathKey(secret)
        {
            Type = type switch { 0 or 2 => "totp", 1 => "hotp", _ => "other" },
            Algorithm = algorithm switch { 0 or 1 => "SHA1", 2 => "SHA256", 3 => "SHA512", _ => "other" },
            Digits = digits switch { 0 or 1 => "6", 2 => "8", _ => "other" },
        }.In(new FoundKey(where, account.Length == 0 ? null : account) { Issuer = issuer.Length > 0 ? issuer : colon > 0 ? name[..colon] : null });
    }

    private static string Text(ReadOnlyMemory<byte>? bytes) => bytes is { } some ? Encoding.UTF8.GetString(some.Span) : "";

    /// <summary>The base64 of the parameter; writers escape it or not, and some leave its plus signs bare.</summary>
    private static byte[]? Data(string uri)
    {
        var start = uri.IndexOf("data=", StringComparison.Ordinal);
        if (start < 0)
            return null;
        var end = uri.IndexOf('&', start);
        var text = Uri.UnescapeDataString(end < 0 ? uri[(start + 5)..] : uri[(start + 5)..end]).Replace(' ', '+').Replace('-', '+').Replace('_', '/').TrimEnd('=');
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out var length) ? bytes[..length] : null;
    }
}
