using System.Globalization;
using Sallyport.Cli.Doors;
using Sallyport.Settings;

namespace Sallyport.Cli.Sshd.Pam;

/// <summary>
/// Asks libpam what a door's PAM service does, rather than reading what we meant: a copy of the service is run in which modules are replaced by
/// <c>pam_permit</c> ("this one says yes") and <c>pam_deny</c> ("this one says no").
/// </summary>
/// <param name="paths">The door.</param>
/// <param name="phase"><c>auth</c> or <c>account</c>.</param>
internal sealed class PamSimulation(DoorPaths paths, string phase)
{
    private const int MostIncludes = 8;
    private const string Yes = "pam_permit.so", No = "pam_deny.so";

    /// <summary>Where libpam looks for a service, in its order.</summary>
    private readonly string[] folders = [paths.PamFolder, "/usr/lib/pam.d"];

    /// <summary>The lines of the phase in their order, those of included services too.</summary>
    public IReadOnlyList<PamLine> Lines() => [.. LinesOf(paths.Name, 0)];

    /// <summary>
    /// Tries the service with one module saying no: everybody else says yes, and then each of the others alone. Returns a sentence when
    /// somebody gets in all the same, or when it cannot be tried.
    /// </summary>
    public async Task<string?> WithoutAsync(Func<PamLine, bool> factor, CancellationToken cancel)
    {
        var others = Lines().Where(line => !factor(line) && !IsNo(line)).Distinct().ToList();
        var trials = others.Select(alone => (Func<PamLine, string>)(line => line == alone ? Yes : No))
            .Prepend(line => factor(line) || IsNo(line) ? No : Yes)
            .ToList();
        var verdicts = await RunAsync(trials, EmptyNetwork.Isolated, cancel);
        if (verdicts.Refusal is { } fault)
            return fault;
        var open = verdicts.LetIn.FindIndex(letIn => letIn);
        return open switch
        {
            < 0 => null,
            0 => "it is skipped when the other modules accept",
            _ => $"it is skipped when only {others[open - 1].Module} accepts",
        };
    }

    /// <summary>Tries the service with everybody saying yes: somebody has to get in, or a jump leads past the end of the stack.</summary>
    public async Task<string?> WithAllAsync(CancellationToken cancel)
    {
        var verdicts = await RunAsync([line => IsNo(line) ? No : Yes], EmptyNetwork.Isolated, cancel);
        return verdicts.Refusal ?? (verdicts.LetIn[0] ? null : $"it refuses everybody in {phase}, even when every module says yes");
    }

    /// <summary>Tries the service with the given modules saying yes and everybody else no: the password has to count too.</summary>
    public async Task<string?> WithAloneAsync(Func<PamLine, bool> factors, CancellationToken cancel)
    {
        var verdicts = await RunAsync([line => factors(line) ? Yes : No], EmptyNetwork.Isolated, cancel);
        return verdicts.Refusal ?? (verdicts.LetIn[0] ? "it lets users in without a password" : null);
    }

    /// <summary>Tries the service with the given modules as they are, everybody else saying yes, no network and wrong answers.</summary>
    /// <param name="real">The modules that are run as they are.</param>
    /// <param name="isolation">what there is in place of the network (<see cref="EmptyNetwork"/>).</param>
    /// <param name="cancel">Ends it.</param>
    public Task<string?> WithAsync(Func<PamLine, bool> real, string isolation, CancellationToken cancel) => WithAsync(real, _ => false, isolation, cancel);

    /// <summary>The same, where some of the others say no.</summary>
    public async Task<string?> WithAsync(Func<PamLine, bool> real, Func<PamLine, bool> no, string isolation, CancellationToken cancel)
    {
        var verdicts = await RunAsync([line => real(line) ? "" : IsNo(line) || no(line) ? No : Yes], isolation, cancel);
        return verdicts.Refusal ?? (verdicts.LetIn[0] ? "with this configuration it lets everybody pass" : null);
    }

    private static bool IsNo(PamLine line) => Path.GetFileName(line.Module) == No;

    private async Task<(List<bool> LetIn, string? Refusal)> RunAsync(List<Func<PamLine, string>> trials, string isolation, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-pam-");
        try
        {
            for (var number = 0; number < trials.Count; number++)
                await WriteAsync(folder.CreateSubdirectory(number.ToString(CultureInfo.InvariantCulture)).FullName, trials[number], cancel);
            var run = await OwnProgram.RunAsync(
                ["sshd", PamTryCommand.Name, phase, paths.Name, isolation, .. Enumerable.Range(0, trials.Count).Select(n => Path.Combine(folder.FullName, n.ToString(CultureInfo.InvariantCulture)))], cancel);
            var verdicts = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return run.Succeeded && verdicts.Length == trials.Count && verdicts.All(verdict => verdict is PamTryCommand.LetIn or PamTryCommand.Refused)
                ? ([.. verdicts.Select(verdict => verdict == PamTryCommand.LetIn)], null)
                : ([], $"it could not be tested: {(run.Error.Trim() is { Length: > 0 } error ? error : "the test exited with " + run.ExitCode)}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Writes the service and what it includes, with the modules that a trial wants; an empty word leaves a line as it is.</summary>
    private async Task WriteAsync(string folder, Func<PamLine, string> replacement, CancellationToken cancel)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "other"), $"{phase} required {No}\n", cancel);
        foreach (var service in Services(paths.Name, 0).Distinct(StringComparer.Ordinal))
        {
            var lines = Read(service).Where(line => line.IsFor(phase)).Select(line =>
                line.Includes ? line.ToString() : replacement(line) is { Length: > 0 } module ? $"{line.Kind.TrimStart('-')} {line.Control} {module}" : line.ToString());
            await File.WriteAllTextAsync(Path.Combine(folder, service), string.Join('\n', lines) + "\n", cancel);
        }
    }

    private IEnumerable<PamLine> LinesOf(string service, int depth) => Read(service).Where(line => line.IsFor(phase))
        .SelectMany(line => !line.Includes ? [line] : depth < MostIncludes ? LinesOf(line.Module, depth + 1) : []);

    private IEnumerable<string> Services(string service, int depth) => Read(service).Where(line => line.Includes && line.IsFor(phase))
        .SelectMany(line => depth < MostIncludes ? Services(line.Module, depth + 1) : []).Prepend(service);

    /// <summary>Debian's libpam takes @include from /etc/pam.d, whatever folder it was given: those lines are put in its place.</summary>
    private IEnumerable<PamLine> Read(string service, int depth = 0)
    {
        var path = folders.Select(folder => Path.Combine(folder, service)).FirstOrDefault(File.Exists);
        return path is null || depth > MostIncludes
            ? []
            : PamLine.Read(BoundedFile.Text(path)).SelectMany(line => line.IsDirective ? Read(line.Module, depth + 1) : [line]);
    }
}
