using System.Globalization;
using System.Text.RegularExpressions;
using Sallyport.Cli.Import.Keys;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Cli.Import.Files;

/// <summary>
/// The users file of pam_oath: type, user, PIN, key in hexadecimal, then for a line in use counter, last code and the local time of it.
/// The module knows SHA-1 with steps of 30 and 60 seconds; of a time-based key it keeps the last code, and no step.
/// </summary>
internal sealed partial class OathUsersFile : IKeyFileFormat
{
    /// <summary>Steps either side of the noted time in which the last code is looked for; the module's window is the site's to choose.</summary>
    private const int Window = 20;

    public string Name => "pam_oath";

    public string? Module => "pam_oath";

    public bool Recognises(KeyFile file) =>
        file.Head.Split('\n').FirstOrDefault(line => !IsLeftOut(line)) is { } first && FirstLine().IsMatch(first);

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        foreach (var (number, line) in file.Lines())
        {
            if (!IsLeftOut(line))
                yield return Read(number, line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), file.Zone);
        }
    }

    private static FoundKey Read(int number, string[] fields, TimeZoneInfo zone)
    {
        var entry = new FoundKey($"line {number}", fields.ElementAtOrDefault(1));
        if (fields is not [var type, _, var pin, var secret, ..])
            return entry with { Refusal = "the line does not have the four fields type, user, PIN and key" };

        var parts = type.ToUpperInvariant().Split('/');
        if (parts is not ["HOTP", ..] || parts.Length > 3)
            return entry with { Refusal = "the type does not start with HOTP" };

        var step = parts.ElementAtOrDefault(1) ?? "E";
        var found = (OathKey.OfHex(secret) with
        {
            Type = step.StartsWith('T') ? "totp" : "hotp",
            Period = step.TrimStart('T'),
            Digits = parts.ElementAtOrDefault(2),
        }).In(entry);
        return found.Totp is not { } key ? found : found with
        {
            LastStep = fields is [_, _, _, _, _, var code, var at, ..] ? StepOf(key, code, at, zone) : null,
            Notes = pin is "-" or "+" ? [] : ["the PIN before the code is not imported"],
        };
    }

    /// <summary>The last step around the noted time that has the code; null when none does.</summary>
    private static long? StepOf(TotpKey key, string code, string at, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(at.TrimEnd('L'), "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 1971 or > 9000)
            return null;

        long? last = null;
        foreach (var offset in zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local) : [zone.GetUtcOffset(local)])
        {
            var noted = key.StepAt(new DateTimeOffset(local, offset));
            for (var step = noted - Window; step <= noted + Window; step++)
                last = key.CodeAt(step) == code && step > (last ?? -1) ? step : last;
        }

        return last;
    }

    private static bool IsLeftOut(string line) => string.IsNullOrWhiteSpace(line) || line.StartsWith('#');

    [GeneratedRegex(@"^\s*HOTP(/[A-Z0-9]+)*\s+\S+\s+\S+\s+[0-9a-fA-F]+(\s|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex FirstLine();
}
