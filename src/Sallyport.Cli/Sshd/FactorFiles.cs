using Sallyport.Cli.Sshd.Files;

namespace Sallyport.Cli.Sshd;

/// <summary>The files that ask for the second factor, or why there are none.</summary>
internal sealed record FactorFiles(IReadOnlyList<WantedFile> Files, InstallOutcome? Refusal)
{
    public static FactorFiles Of(params IReadOnlyList<WantedFile> files) => new(files, null);

    public static FactorFiles Misconfigured(params IReadOnlyList<string> sentences) => new([], InstallOutcome.Misconfigured(sentences));

    public static FactorFiles Refused(string sentence) => new([], InstallOutcome.Refused(sentence));
}
