using SshWith2fa.Calls;
using SshWith2fa.Commands;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Tests.Session;

namespace SshWith2fa.Tests.Commands;

/// <summary>ssh -N with forwards over a session stays as long as they live.</summary>
public sealed class HeldForwardsTests : IDisposable
{
    private const int Process = 4711;
    private readonly SetUpSite site = new();

    public void Dispose() => site.Dispose();

    [Theory]
    [InlineData("-N -L 14022:savona:22 dora")]
    [InlineData("-N -D 1080 dora")]
    [InlineData("-N -R 2222:localhost:22 dora")]
    public async Task Stays_until_the_session_ends(string text)
    {
        var master = Up();
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        site.Platform.OnRun = (_, _) =>
        {
            opened.TrySetResult();
            return 0;
        };
        var run = Task.Run(() => site.Run(RideCommand.Ssh, text.Split(' ')), TestContext.Current.CancellationToken);
        await opened.Task;
        // It holds a connection of its own by now: a hello, after the ones of the checks.
        await master.Holds(TestContext.Current.CancellationToken);
        Assert.False(run.IsCompleted);
        master.Dispose();
        Assert.Equal(ExitCodes.NoConnection, await run);
        Assert.Contains(site.Terminal.Said, line => line.Contains("and its forwards with it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-N -L 14022:savona:22 dora", 255)]
    [InlineData("-fN -L 14022:savona:22 dora", 0)]
    [InlineData("-N dora", 0)]
    [InlineData("-L 14022:savona:22 dora", 0)]
    public async Task Ends_with_ssh(string text, int status)
    {
        using var master = Up();
        site.Platform.OnRun = (_, _) => status;
        Assert.Equal(status, await site.Run(RideCommand.Ssh, text.Split(' ')));
    }

    private PlayedMaster Up()
    {
        var master = new PlayedMaster(site.Paths.ControlSocket("ann", "dora"), Process, answers: true);
        site.Platform.Running.Add(Process);
        Files.WritePrivate(site.Paths.SessionState, new SessionState("ann", "dora", Process, DateTimeOffset.UnixEpoch, null, "outside", [], []).Write());
        return master;
    }
}
