using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Cli.Sshd;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Cli.Terminal;
using Sallyport.Settings;

namespace Sallyport.Cli.PamServices;

/// <summary>Puts the second factor in front of a program of this machine: all of its files are changed, or none.</summary>
/// <param name="options">The authority's configuration.</param>
/// <param name="prove">Logs a person in through the services of a folder; null when they got in, else why not.</param>
internal sealed class PamInstaller(AuthorityOptions options, Func<string, string, string?> prove)
{
    /// <param name="paths">The program.</param>
    /// <param name="whenAway">What a login gets without the authority.</param>
    /// <param name="exempt">Accounts that are not asked.</param>
    /// <param name="cancel">Ends it, with nothing changed.</param>
    public async Task<InstallOutcome> InstallAsync(PamPaths paths, WhenAway whenAway, IReadOnlyList<string> exempt, CancellationToken cancel)
    {
        // 1. What a crash left half done is undone.
        if (FileChange.Unfinished(paths.State) is { } unfinished)
            await unfinished.RollBackAsync(cancel);

        // 2. What must be there.
        if (Obstacle(paths, exempt) is { } obstacle)
            return InstallOutcome.Refused(obstacle);
        var factor = await RadiusFactorFiles.MakeAsync(paths.Service, paths.RadiusClient, options, cancel);
        if (factor.Refusal is { } refusal)
            return refusal;
        var client = factor.Files[0];

        // 3. libpam is asked about a copy, and a person comes in through it.
        using (var staged = await StagedServices.MakeAsync(paths, file => Lines(paths, file, whenAway, exempt), client, cancel))
        {
            var trial = new PamServiceTrial(staged.Folder);
            foreach (var name in paths.Names)
            {
                if (await trial.FaultAsync(name, whenAway, cancel) is { } fault)
                    return InstallOutcome.Refused($"{paths.FileOf(name)} with the second factor would not be safe: {fault}; nothing was changed");
            }

            if (prove(paths.Names[0], staged.Folder) is { } shut)
                return InstallOutcome.Refused($"{shut}; nothing was changed");
        }

        // 4. All at once.
        var lines = Lines(paths, paths.RadiusClient, whenAway, exempt);
        try
        {
            await ChangeAsync(paths, [client, .. paths.Names.Select(name => WantedFile.Edited(paths.FileOf(name), lines.In(TextOf(paths, name))))], cancel);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return InstallOutcome.Refused($"{failure.Message}; nothing was changed");
        }

        return new InstallOutcome(ExitCode.Ok,
        [
            "wrote " + paths.RadiusClient,
            .. paths.Names.Select(name => "changed " + paths.FileOf(name)),
            $"keep this root shell open until {paths.Service} has worked in another terminal; sallyport pam remove {paths.Service} undoes it",
        ]);
    }

    /// <summary>What would be done.</summary>
    public static InstallOutcome Show(PamPaths paths, WhenAway whenAway, IReadOnlyList<string> exempt) => Obstacle(paths, exempt) is { } obstacle
        ? InstallOutcome.Refused(obstacle)
        : new InstallOutcome(ExitCode.Ok,
        [
            $"would write {paths.RadiusClient} (server and secret, mode 0600)",
            .. paths.Names.Select(name => $"would put at the top of {paths.FileOf(name)}:"),
            .. Lines(paths, paths.RadiusClient, whenAway, exempt).ToString().TrimEnd().Split('\n').Select(line => "  " + line),
        ]);

    /// <summary>Takes the lines out again; what else was changed in the services stays.</summary>
    public static async Task<InstallOutcome> RemoveAsync(PamPaths paths, CancellationToken cancel)
    {
        if (FileChange.Unfinished(paths.State) is { } unfinished)
            await unfinished.RollBackAsync(cancel);
        var changed = paths.Names.Where(name => FactorLines.AreIn(TextOf(paths, name))).ToList();
        if (changed.Count == 0)
            return InstallOutcome.Refused($"{paths.Service} asks for no second factor of ours; see: sallyport pam check {paths.Service}");
        await ChangeAsync(paths, [.. changed.Select(name => WantedFile.Edited(paths.FileOf(name), FactorLines.Without(TextOf(paths, name))))], cancel);
        File.Delete(paths.RadiusClient);
        if (Directory.Exists(paths.Own) && !Directory.EnumerateFileSystemEntries(paths.Own).Any())
            Directory.Delete(paths.Own);
        return new InstallOutcome(ExitCode.Ok, [.. changed.Select(name => $"{paths.FileOf(name)} asks for no second factor any more")]);
    }

    /// <summary>Bytes of any encoding, one character each.</summary>
    public static string TextOf(PamPaths paths, string name) => BoundedFile.Text(paths.FileOf(name), Encoding.Latin1);

    private static FactorLines Lines(PamPaths paths, string radiusClient, WhenAway whenAway, IReadOnlyList<string> exempt) => new(radiusClient, paths.Service, whenAway, exempt);

    private static string? Obstacle(PamPaths paths, IReadOnlyList<string> exempt)
    {
        if (paths.Names.Count == 0)
            return $"there is no {paths.FileOf(paths.Service)}; install {paths.Service} first";
        if (paths.Names.FirstOrDefault(name => new FileInfo(paths.FileOf(name)) is not { Exists: true, LinkTarget: null }) is { } odd)
            return $"{paths.FileOf(odd)} is not a plain file; what it leads to has to be changed by hand (docs/operators/pam.md)";
        if (!InstallPrecondition.HasModule(FactorLines.Module))
            return $"{FactorLines.Module} is missing; install it with: apt-get install libpam-radius-auth";
        return exempt.Count > 0 && !InstallPrecondition.HasModule(FactorLines.ExemptModule) ? $"{FactorLines.ExemptModule} is missing; install it with: apt-get install libpam-modules" : null;
    }

    private static async Task ChangeAsync(PamPaths paths, IReadOnlyList<WantedFile> files, CancellationToken cancel)
    {
        var change = await FileChange.ApplyAsync(paths.State, files, SavedFiles.Open(Path.Combine(paths.State, "originals")), [], cancel);
        change.Commit();
        Directory.Delete(paths.State, recursive: true);
        if (!Directory.EnumerateFileSystemEntries(paths.States).Any())
            Directory.Delete(paths.States);
    }
}
