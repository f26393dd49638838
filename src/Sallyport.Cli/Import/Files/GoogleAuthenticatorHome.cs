using Sallyport.Cli.Import.Keys;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Cli.Import.Files;

/// <summary><c>~/.google_authenticator</c> of libpam-google-authenticator. Whose it is says its place.</summary>
internal sealed class GoogleAuthenticatorHome : IKeyFileFormat
{
    public string Name => "pam_google_authenticator";

    public string? Module => "pam_google_authenticator";

    public bool Recognises(KeyFile file) =>
        file.Name == ".google_authenticator" || file.Head.ReplaceLineEndings("\n").Split('\n') is [_, var second, ..] && second.StartsWith("\" ", StringComparison.Ordinal);

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        var read = GoogleAuthenticatorFile.Read(file.Text, TotpKey.LeastWeakBytes);
        var refusals = Sentences(read, ImportSeverity.Refuses);
        yield return new FoundKey("line 1", file.Owner)
        {
            Totp = read.Key,
            ScratchCodes = read.ScratchCodes,
            LastStep = read.LastUsedStep,
            Notes = Sentences(read, ImportSeverity.Note),
            Refusal = refusals.Count == 0 ? null : string.Join("; ", refusals),
        };
    }

    private static List<string> Sentences(GoogleAuthenticatorImport read, ImportSeverity severity) =>
        [.. read.Findings.Where(finding => finding.Severity == severity).Select(finding => $"line {finding.Line}: {finding.Text}")];
}
