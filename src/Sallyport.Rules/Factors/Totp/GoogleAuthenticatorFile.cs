using System.Globalization;

namespace Sallyport.Rules.Factors.Totp;

/// <summary>
/// Reads <c>~/.google_authenticator</c> (libpam-google-authenticator): the key on the first line, then lines that begin with
/// <c>" </c> and an option's name, then scratch codes.
/// </summary>
public static class GoogleAuthenticatorFile
{
    /// <summary>Characters in a file at most, the limit of the PAM module too.</summary>
    public const int MaxLength = 65_536;

    private const int ScratchCodeDigits = 8;
    private const int OurWindow = 3;

    /// <summary>Reads a file's text. Nothing of it is imported if any finding refuses.</summary>
    /// <param name="text">The text.</param>
    /// <param name="leastBytes">How short a key may be.</param>
    public static GoogleAuthenticatorImport Read(string text, int leastBytes = TotpKey.LeastImportedBytes)
    {
        var findings = new List<ImportFinding>();
        if (text.Length > MaxLength)
            return Refused([new(1, ImportSeverity.Refuses, $"the file is longer than {MaxLength} characters")]);

        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var key = Key(lines[0], leastBytes, findings);
        var options = new Options(findings);
        var scratchCodes = new List<string>();
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (line.StartsWith("\" ", StringComparison.Ordinal))
                options.Read(i + 1, line[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            else if (line.Length == ScratchCodeDigits && line.All(char.IsAsciiDigit))
                AddScratchCode(i + 1, line, scratchCodes, findings);
            else if (line.Length > 0)
                findings.Add(new(i + 1, ImportSeverity.Note, "neither an option nor a scratch code of 8 digits; ignored"));
        }

        options.Conclude();
        return key is null || findings.Exists(finding => finding.Severity == ImportSeverity.Refuses)
            ? Refused(findings)
            : new(key, scratchCodes, options.LastUsedStep, findings);
    }

    private static GoogleAuthenticatorImport Refused(IReadOnlyList<ImportFinding> findings) => new(null, [], null, findings);

    private static TotpKey? Key(string line, int leastBytes, List<ImportFinding> findings)
    {
        var bytes = line.Trim() is var text && text.Any(c => c is ' ' or '-') ? null : Base32.Decode(AsTheModuleReads(text));
        if (bytes is null or [])
        {
            findings.Add(new(1, ImportSeverity.Refuses, "the first line is not a key in base32"));
            return null;
        }

        if (bytes.Length < leastBytes || bytes.Length > TotpKey.MostBytes)
        {
            findings.Add(new(1, ImportSeverity.Refuses, $"the key has {bytes.Length * 8} bits, fewer than {leastBytes * 8} or more than 1024; enrol again"));
            return null;
        }

        var key = new TotpKey(bytes);
        if (key.IsShort)
            findings.Add(new(1, ImportSeverity.Note, $"the key has {key.Bits} bits, fewer than the 160 of a new one; enrol again when you can"));
        return key;
    }

    /// <summary>The module takes the digits that base32 lacks for the letters that they look like.</summary>
    private static string AsTheModuleReads(string key) =>
        key.Replace('0', 'O').Replace('1', 'L').Replace('8', 'B');

    private static void AddScratchCode(int line, string code, List<string> codes, List<ImportFinding> findings)
    {
        if (codes.Contains(code, StringComparer.Ordinal))
            findings.Add(new(line, ImportSeverity.Note, "the same scratch code twice; it counts once"));
        else
            codes.Add(code);
    }

    private sealed class Options(List<ImportFinding> findings)
    {
        private bool timeBased;
        private bool counterBased;

        public long? LastUsedStep { get; private set; }

        public void Read(int line, string[] words)
        {
            var values = words.Length > 1 ? words[1..] : [];
            switch (words.FirstOrDefault(""))
            {
                case "TOTP_AUTH":
                    timeBased = true;
                    break;
                case "HOTP_COUNTER":
                    counterBased = true;
                    findings.Add(new(line, ImportSeverity.Refuses, "this is a counter-based (HOTP) key, which cannot be imported; enrol a time-based one"));
                    break;
                case "STEP_SIZE" when Number(line, "STEP_SIZE", values) is { } seconds && seconds != TotpKey.PeriodSeconds:
                    findings.Add(new(line, ImportSeverity.Refuses, $"codes change every {seconds} seconds, not every {TotpKey.PeriodSeconds}; enrol again"));
                    break;
                case "WINDOW_SIZE" when Number(line, "WINDOW_SIZE", values) is { } window && window > OurWindow:
                    findings.Add(new(line, ImportSeverity.Note, $"a window of {window} codes becomes {OurWindow}: set the phone's time to automatic"));
                    break;
                case "TIME_SKEW" when Number(line, "TIME_SKEW", values) is { } skew && skew != 0:
                    findings.Add(new(line, ImportSeverity.Note, $"the app's clock was {skew} steps off, which is not imported; set the phone's time to automatic"));
                    break;
                case "DISALLOW_REUSE":
                    foreach (var value in values)
                        LastUsedStep = Later(LastUsedStep, Number(line, "DISALLOW_REUSE", [value]));
                    break;
                case "STEP_SIZE" or "WINDOW_SIZE" or "TIME_SKEW" or "RATE_LIMIT" or "RESETTING_TIME_SKEW":
                case { } last when last.StartsWith("LAST", StringComparison.Ordinal):
                    break;
                default:
                    findings.Add(new(line, ImportSeverity.Note, "an unknown option; ignored"));
                    break;
            }
        }

        public void Conclude()
        {
            if (timeBased && counterBased)
                findings.Add(new(1, ImportSeverity.Refuses, "the file says both TOTP_AUTH and HOTP_COUNTER"));
            else if (!timeBased && !counterBased)
                findings.Add(new(1, ImportSeverity.Refuses, "the line \" TOTP_AUTH is missing, without which the PAM module takes no code of an app; enrol again"));
        }

        private long? Number(int line, string option, string[] values)
        {
            if (values is [var text] && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return number;
            findings.Add(new(line, ImportSeverity.Refuses, $"{option} needs one number"));
            return null;
        }

        private static long? Later(long? one, long? other) => one is null || other > one ? other : one;
    }
}
