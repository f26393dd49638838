using Sallyport.Cli.Sshd.Files;

namespace Sallyport.Cli.Sshd;

/// <summary>The files that ask for the second factor, or why there are none.</summary>
internal sealed record FactorPart(IReadOnlyList<WantedFile> Files, InstallOutcome? Refusal)
{
    public static FactorPart Of(params IReadOnlyList<WantedFile> files) => new(files, null);

    public static FactorPart Misconfigured(params IReadOnlyList<string> sentences) => new([], InstallOutcome.Misconfigured(sentences));

    public static FactorPart Refused(string sentence) => new([], InstallOutcome.Refused(sentence));
}
