using Sallyport.Authority.Configuration;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Cli.Sshd.Rules;
using Sallyport.Cli.Sshd.Texts;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Sshd;

/// <summary>Installs an outside sshd: all of its files, or none. Running it again changes only what is asked differently.</summary>
/// <param name="options">The authority's configuration.</param>
/// <param name="duo">Registers this machine with the Duo face.</param>
/// <param name="services">Starts and stops the door.</param>
internal sealed class SshdInstaller(AuthorityOptions options, IDuoRegistration duo, IServices services)
{
    /// <param name="wanted">The door as it is wanted.</param>
    /// <param name="program">The path of this command, which the unit runs before each start.</param>
    /// <param name="cancel">Ends it, with nothing changed.</param>
    public async Task<InstallOutcome> InstallAsync(Door wanted, string program, CancellationToken cancel)
    {
        // login_duo asks after sshd has let the user in, by whatever means: a key could not spare anybody its question.
        var door = options.DayKeys is { Policy.IsOn: true } keys && wanted.Order != Order.LoginDuo
            ? wanted with { DayKeys = new KeyQuestion(program, options.Socket, keys.AskingUser) }
            : wanted;
        var paths = door.Paths;
        var told = new List<string>();

        // 1. What a crash left half done is undone.
        if (FileChange.Unfinished(paths.State) is { } unfinished)
        {
            await unfinished.RollBackAsync(cancel);
            told.Add("an earlier installation was interrupted; its changes were undone");
        }

        // 2. What must be there before anything is written, and sshd's judgement of its configuration.
        var before = DoorRecord.Find(paths);
        if (InstallPrecondition.Find(door, before) is { } obstacle)
            return InstallOutcome.Refused(obstacle);
        var rules = MachineRules.Read(door.MachineConfig, door.Order, door.LeftOut, door.KeySource);
        if (!rules.Refused.IsEmpty)
            return CannotTakeOver(door, rules);
        if (await SshdConfigTest.RunAsync(door, cancel) is { } fault)
            return InstallOutcome.Refused(fault);

        // 3. The files.
        var factor = door.Order == Order.CodeFirst
            ? await RadiusFactorFiles.MakeAsync(door, options, cancel)
            : await DuoFactorFiles.MakeAsync(door, before, options, duo, cancel);
        if (factor.Refusal is { } refusal)
            return refusal;
        List<WantedFile> files = [.. Common(door, program), .. factor.Files];

        try
        {
            // 4. What is replaced is kept: the first time what others wrote, later what somebody changed in ours.
            told.AddRange(await EditedFiles.KeepAsync(paths, before, cancel));
            var originals = SavedFiles.Open(Path.Combine(paths.State, "originals"));
            await originals.KeepAsync([.. files.Select(file => file.Path)], cancel);

            // 5. All at once, and back if the door does not start. What an earlier order needed and this one does not is given back.
            IReadOnlyCollection<string> idle = [.. originals.Paths.Except(files.Select(file => file.Path), StringComparer.Ordinal)];
            var record = DoorRecord.Of(door, files);
            var change = await FileChange.ApplyAsync(paths.State, [.. files, record.ToFile(paths)], originals, idle, cancel);
            if (await services.StartAsync(door, cancel) is { } notStarted)
            {
                await change.RollBackAsync(CancellationToken.None);
                await services.RestoreAsync(door, CancellationToken.None);
                throw new IOException(notStarted);
            }

            change.Commit();
            originals.Release(idle);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (before is null && Directory.Exists(paths.State))
                DoorRecord.Forget(paths);
            var left = factor.NewHost is { } host ? await duo.RemoveAsync(host, CancellationToken.None) : null;
            return InstallOutcome.Refused(failure.Message + (left is null ? "; nothing was changed" : $"; only the host {factor.NewHost} was added: {left}"));
        }

        // 6. The keys of an earlier order open nothing any more.
        if (door.Order == Order.CodeFirst && DuoFactorFiles.HasHost(before))
            told.Add(await DuoFactorFiles.RemoveHostAsync(duo, door.Name, cancel));
        told.AddRange(files.Select(file => "wrote " + file.Path));
        told.Add(services.HowToStart(door));
        return new InstallOutcome(ExitCode.Ok, told);
    }

    private static InstallOutcome CannotTakeOver(Door door, MachineRules rules) => new(ExitCode.Failed,
    [
        $"{door.MachineConfig} has rules that this door cannot copy, so it would let in more users than the machine's own sshd does:",
        .. rules.Refused.Select(rule => $"  {rule.Rule}: {rule.Why}"),
        $"write what should apply outside into {door.Paths.SiteFolder}/site.conf, and name each with --leave-out '{rules.Refused[0].Rule}'",
    ]);

    private IEnumerable<WantedFile> Common(Door door, string program)
    {
        var paths = door.Paths;
        yield return WantedFile.Text(paths.Config, SshdConfig.For(door));
        yield return WantedFile.Text(paths.SiteFolder + "/README", SshdConfig.AboutTheSiteFolder(door));
        yield return WantedFile.Text(paths.PamService, PamService.For(door, options.NoticesFolder));
        yield return WantedFile.Text(paths.Unit, Unit.For(door, program));
        yield return WantedFile.Script(paths.NoticesScript, NoticesScript.For(options.NoticesFolder));
        if (!door.Openssh.NamesServiceInConfig)
            yield return WantedFile.Link(paths.Link, paths.Sshd);
        if (!door.EnrolsAtLogin)
            yield break;
        foreach (var file in LoginEnrolmentFiles.For(door, program, options.Socket))
            yield return file;
    }
}
