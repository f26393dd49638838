using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Pam;

namespace Sallyport.Cli.PamServices;

/// <summary>Tries PAM services: nobody may come in without the factor, or with the factor alone.</summary>
/// <param name="folder">Where libpam finds them.</param>
internal sealed class PamServiceTrial(string folder)
{
    /// <returns>What is wrong; null when nothing is.</returns>
    public async Task<string?> FaultAsync(string service, WhenAway whenAway, CancellationToken cancel)
    {
        var auth = new PamSimulation(new DoorPaths(service, "/") { PamFolder = folder }, "auth");
        if (!auth.Lines().Any(IsFactor))
            return $"it does not ask {FactorLines.Module}";
        if (!auth.Lines().TakeWhile(line => !IsFactor(line)).All(IsExemption))
            return $"another module comes before {FactorLines.Module}";
        if (await auth.WithAllAsync(cancel) is { } closed)
            return closed;
        if (await auth.WithoutAsync(line => IsFactor(line) || IsExemption(line), cancel) is { } open)
            return $"it does not require the second factor: {open}";
        if (await auth.WithAloneAsync(IsFactor, cancel) is { } alone)
            return alone;
        var away = await auth.WithAsync(IsFactor, IsExemption, EmptyNetwork.Isolated, cancel);
        return whenAway == WhenAway.Refuse && away is not null ? $"while the authority is away: {away}" : null;
    }

    private static bool IsFactor(PamLine line) => Path.GetFileName(line.Module) == FactorLines.Module;

    /// <summary>Ours, and no other line with that module.</summary>
    private static bool IsExemption(PamLine line) => Path.GetFileName(line.Module) == FactorLines.ExemptModule && line.Control == "[success=1 default=ignore]";
}
