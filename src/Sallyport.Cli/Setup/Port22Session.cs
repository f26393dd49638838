using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Setup.Steps;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Setup;

/// <summary>After port 22 was taken: confirmed, or put back.</summary>
/// <param name="context">With the answers that are to be true after it was put back.</param>
/// <param name="output">Where it is told.</param>
internal sealed class Port22Session(SetupContext context, TextWriter output)
{
    private readonly OwnSshdMove move = new(context);

    /// <summary>What an administrator must do next, where port 22 is taken.</summary>
    public static async Task TellAsync(SetupContext context, string login, TextWriter output)
    {
        if (!context.Answers.TakesPort22)
            return;
        if (new OwnSshdMove(context).IsAside)
        {
            var port = context.Answers.OwnPort;
            await output.WriteLineAsync($"The machine's own sshd is now at port {port}. Users inside and in trusted networks who log in to it type: ssh -p {port} …");
            await output.WriteLineAsync($"Open port {port} in the firewall for them, and only for them.");
        }

        if (!File.Exists(context.Paths.PutBackTimer))
            return;
        await output.WriteLineAsync($"\nPort 22 is given back in {context.ConfirmWithin.TotalMinutes:0} min unless you confirm. Keep this session open, and in another terminal:");
        await output.WriteLineAsync("  " + login);
        await output.WriteLineAsync("If that works: sallyport setup --confirm");
    }

    public async Task<int> ConfirmAsync(CancellationToken cancel)
    {
        if (!File.Exists(context.Paths.PutBackTimer))
            throw new CommandFailure(ExitCode.Failed, "nothing waits for a confirmation: port 22 was not taken, or it was confirmed or put back already");
        await move.StopTimerAsync(cancel);
        await output.WriteLineAsync("Confirmed: the outside door keeps port 22. To give it back: sallyport setup --put-back");
        return (int)ExitCode.Ok;
    }

    /// <summary>The machine's own sshd first, whatever fails afterwards.</summary>
    public async Task<int> PutBackAsync(CancellationToken cancel)
    {
        if (!move.IsAside && !File.Exists(context.Paths.PutBackTimer))
            throw new CommandFailure(ExitCode.Failed, "port 22 was not taken");
        await Port22.ReleaseAsync(context, cancel);
        await move.BackAsync(cancel);
        await output.WriteLineAsync("The machine's own sshd has port 22 again. Open sessions continue.");

        var run = new SetupRun(SetupSteps.All(context), context.Record);
        if (context.Record.IsUnfinished)
        {
            var left = await run.UndoAsync(UndoReach.Run);
            if (left.Count > 0)
                throw new CommandFailure(ExitCode.Failed, $"not everything of the unfinished setup could be undone: {string.Join("; ", left)}");
            context.Record.ForgetRun();
        }

        if (context.Previous is not null)
            await run.DoAsync(context.Answers, output, cancel);
        await move.StopTimerAsync(cancel);
        return (int)ExitCode.Ok;
    }
}
