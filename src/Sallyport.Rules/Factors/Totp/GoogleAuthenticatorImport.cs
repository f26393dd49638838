namespace Sallyport.Rules.Factors.Totp;

/// <summary>What a finding means for the import.</summary>
public enum ImportSeverity
{
    /// <summary>Worth telling; the import goes on.</summary>
    Note,

    /// <summary>Nothing can be imported.</summary>
    Refuses,
}

/// <summary>Something worth telling about a line of a file; shows nothing of the line itself.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Severity">What it means.</param>
/// <param name="Text">One sentence, lower case.</param>
public sealed record ImportFinding(int Line, ImportSeverity Severity, string Text);

/// <summary>What a <c>~/.google_authenticator</c> file holds for us.</summary>
/// <param name="Key">Null if a finding refuses. Always SHA-1, 6 digits, 30 s: the file knows nothing else.</param>
/// <param name="ScratchCodes">Single-use codes of 8 digits that were still unused.</param>
/// <param name="LastUsedStep">The last step whose code was used there; neither it nor an earlier one may count again.</param>
/// <param name="Findings">Everything worth telling, by line.</param>
public sealed record GoogleAuthenticatorImport(
    TotpKey? Key, IReadOnlyList<string> ScratchCodes, long? LastUsedStep, IReadOnlyList<ImportFinding> Findings)
{
    /// <summary>Counts, nothing secret.</summary>
    public override string ToString() => $"({Key?.ToString() ?? "no key"}, {ScratchCodes.Count} scratch codes, {Findings.Count} findings)";
}
