using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Setup;

/// <summary>Takes the steps one after the other: all of them, or none.</summary>
internal sealed class SetupRun(IReadOnlyList<ISetupStep> steps, SetupRecord record)
{
    /// <summary>What must be mended before anything is done; none when the steps may begin.</summary>
    public async Task<IReadOnlyList<string>> ObstaclesAsync(CancellationToken cancel)
    {
        var sentences = new List<string>();
        foreach (var step in steps)
            sentences.AddRange(await step.ObstaclesAsync(cancel));
        return sentences;
    }

    /// <summary>What will be done, by step; steps with nothing to do are left out.</summary>
    public async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel)
    {
        var sentences = new List<string>();
        foreach (var step in steps)
            sentences.AddRange(await step.LookAsync(cancel));
        return sentences;
    }

    /// <summary>Does it. When a step fails, what this run did is undone.</summary>
    /// <exception cref="CommandFailure">A step failed; the message says which way, and that everything was undone, or what was not.</exception>
    public async Task DoAsync(SetupAnswers answers, TextWriter output, CancellationToken cancel)
    {
        record.Begin();
        try
        {
            foreach (var step in steps)
            {
                var missing = await step.LookAsync(cancel);
                if (missing.Count == 0)
                    continue;
                await step.DoAsync(what => record.Note(step.Name, what), cancel);
                foreach (var sentence in missing)
                    await output.WriteLineAsync("done: " + sentence.Split('\n')[0].TrimEnd(':'));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CommandFailure or OperationCanceledException or InvalidDataException)
        {
            await output.WriteLineAsync("Something failed; this run is being undone.");
            var left = await UndoAsync(UndoReach.Run);
            if (left.Count == 0)
                record.ForgetRun();
            throw new CommandFailure(
                (failure as CommandFailure)?.Code ?? ExitCode.Failed,
                Reason(failure) + (left.Count == 0 ? "; everything that this run did was undone" : "; not everything could be undone: " + string.Join("; ", left) + "; fix this, then run: sallyport setup --remove"));
        }

        record.Finish(answers);
    }

    /// <summary>Undoes, the last step first. A step that fails keeps no other away.</summary>
    /// <returns>What could not be undone, a sentence each.</returns>
    public async Task<IReadOnlyList<string>> UndoAsync(UndoReach reach)
    {
        var left = new List<string>();
        foreach (var (name, noted) in record.ToUndo(reach))
        {
            try
            {
                var step = steps.FirstOrDefault(step => step.Name == name) ?? throw new IOException($"this version has no step {name}");
                await step.UndoAsync(noted, reach, CancellationToken.None);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CommandFailure or InvalidDataException)
            {
                left.Add($"{name}: {failure.Message}");
            }
        }

        return left;
    }

    private static string Reason(Exception failure) => failure is OperationCanceledException ? "setup was interrupted" : failure.Message.TrimEnd('.');
}
