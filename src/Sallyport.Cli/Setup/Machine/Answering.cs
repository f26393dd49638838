using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Setup.Machine;

/// <summary>Waits until an authority takes connections.</summary>
internal static class Answering
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="socket">The authority's socket.</param>
    /// <param name="log">Where its log is.</param>
    /// <param name="ended">What it said when it has ended already; null while it runs.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static async Task WaitAsync(string socket, string log, Func<string?> ended, CancellationToken cancel)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            if (await AuthoritySocket.AnswersAsync(socket, cancel))
                return;
            if (ended() is { } said)
                throw new IOException("the authority exited when it started: " + said);
            await Task.Delay(Pause, cancel);
        }

        throw new IOException($"the authority does not answer at {socket} (see {log})");
    }
}
