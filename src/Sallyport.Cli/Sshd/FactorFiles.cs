using Sallyport.Cli.Sshd.Files;

namespace Sallyport.Cli.Sshd;

/// <summary>The files that ask for the second factor, or why there are none.</summary>
internal sealed record FactorFiles(IReadOnlyList<WantedFile> Files, InstallOutcome? Refusal)
{
    /// <summary>The Duo host that was registered for them; null when none was.</summary>
    public string? NewHost { get; init; }

    public static FactorFiles Of(params IReadOnlyList<WantedFile> files) => new(files, null);

    public static FactorFiles Misconfigured(params IReadOnlyList<string> sentences) => new([], InstallOutcome.Misconfigured(sentences));

    public static FactorFiles Refused(string sentence) => new([], InstallOutcome.Refused(sentence));
}
