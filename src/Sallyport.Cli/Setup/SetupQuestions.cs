using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Setup;

/// <summary>Asks at the terminal what no flag has answered.</summary>
internal sealed class SetupQuestions(TextReader input, TextWriter output)
{
    /// <param name="answers">What is known, and the defaults.</param>
    /// <param name="told">Flags that were given: not asked again.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<SetupAnswers> AskAsync(SetupAnswers answers, IReadOnlySet<string> told, CancellationToken cancel)
    {
        await output.WriteLineAsync("Enter takes the value in brackets. You see everything before it is done.\n");
        foreach (var topic in SetupTopics.All.Where(topic => !told.Contains(topic.Flag)))
        {
            if (topic.Asked(answers))
                answers = await AskAsync(topic, answers, cancel);
        }

        return answers;
    }

    /// <summary>The first factor of the first person.</summary>
    public async Task<FirstFactor> FactorAsync(CancellationToken cancel)
    {
        while (true)
        {
            var line = await LineAsync("Their first factor: totp, skey, none [totp]: ", cancel);
            if (Enum.TryParse<FirstFactor>(line.Length == 0 ? "totp" : line, ignoreCase: true, out var factor) && Enum.IsDefined(factor))
                return factor;
        }
    }

    /// <summary>Whether to go on; only the whole word is a yes.</summary>
    public async Task<bool> IsYesAsync(string question, CancellationToken cancel) => await LineAsync(question + " (yes, no) [no]: ", cancel) == "yes";

    private async Task<SetupAnswers> AskAsync(SetupTopic topic, SetupAnswers answers, CancellationToken cancel)
    {
        while (true)
        {
            var line = await LineAsync($"{topic.Question} [{topic.Show(answers)}]: ", cancel);
            if (line.Length == 0)
                return answers;
            var taken = topic.Take(answers, line);
            if (taken.Answers is { } next)
                return next;
            await output.WriteLineAsync("  " + taken.Fault);
        }
    }

    private async Task<string> LineAsync(string prompt, CancellationToken cancel)
    {
        await output.WriteAsync(prompt);
        await output.FlushAsync(cancel);
        var line = await input.ReadLineAsync(cancel) ?? throw new CommandFailure(ExitCode.Usage, "the terminal was closed; nothing was done");
        return line.Trim();
    }
}

/// <summary>The factor that the first person gets.</summary>
internal enum FirstFactor
{
    /// <summary>An authenticator app.</summary>
    Totp = 1,

    /// <summary>A sheet of one-time lines.</summary>
    Skey,

    /// <summary>None now.</summary>
    None,
}
