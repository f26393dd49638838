using System.Text.RegularExpressions;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>
/// The OATH CSV of privacyIDEA and LinOTP: serial, key in hexadecimal, type, digits, step. It names devices, not people, and no hash: that
/// is told from the key's length, and where privacyIDEA and the devices disagree about it, nothing is.
/// </summary>
internal sealed partial class OathCsv : IKeyFileFormat
{
    public string Name => "OATH CSV";

    public bool Recognises(KeyFile file) => file.Head.Split('\n').FirstOrDefault(line => !IsLeftOut(line)) is { } first && FirstLine().IsMatch(first);

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        foreach (var (number, line) in file.Lines())
        {
            if (!IsLeftOut(line))
                yield return Read(number, [.. line.Split(',').Select(field => field.Trim().Trim('"'))]);
        }
    }

    private static FoundKey Read(int number, string[] fields)
    {
        var entry = new FoundKey($"line {number}", null) { Serial = fields[0] };
        var key = OathKey.OfHex(fields.ElementAtOrDefault(1)) with
        {
            Type = fields.ElementAtOrDefault(2) is { Length: > 0 } type ? type : "hotp",
            Digits = fields.ElementAtOrDefault(3),
            Period = fields.ElementAtOrDefault(4),
        };
        if (key.Secret is { } secret && key.Type.Equals("totp", StringComparison.OrdinalIgnoreCase))
        {
            key = key with { Algorithm = secret.Length switch { 20 => "SHA1", 32 => "SHA256", 64 => "SHA512", _ => null } };
            if (key.Algorithm is null)
                return entry with { Refusal = $"the file does not name the hash, and a key of {secret.Length * 8} bits does not determine it; export as PSKC, or enrol again" };
        }

        return key.In(entry);
    }

    private static bool IsLeftOut(string line) => string.IsNullOrWhiteSpace(line) || line.StartsWith('#');

    [GeneratedRegex(@"^\s*""?[^,\s""]+""?\s*,\s*""?[0-9A-Fa-f]{16,256}""?\s*(,\s*""?([HhTt][Oo][Tt][Pp])""?\s*(,|$)|\s*$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FirstLine();
}
