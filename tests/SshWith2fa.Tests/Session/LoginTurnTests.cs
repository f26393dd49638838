using System.Globalization;
using SshWith2fa.Platform;
using SshWith2fa.Session;

namespace SshWith2fa.Tests.Session;

public sealed class LoginTurnTests : IDisposable
{
    private readonly SetUpSite site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public async Task Of_two_logins_at_once_one_asks_and_the_other_waits_with_a_line()
    {
        if (OperatingSystem.IsWindows()) return;
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = LoginTurn.Take(site.Call(), "dora")!;
        site.Terminal.OnSay = line => told.TrySetResult();
        var second = Task.Run(() => LoginTurn.Take(site.Call(), "dora"), TestContext.Current.CancellationToken);
        await told.Task;
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second)!.Dispose();
        Assert.Equal(["another login to dora is in progress on this machine; waiting for it"], site.Terminal.Said);
    }

    [Theory]
    [InlineData("its ssh ends")]
    [InlineData("its session answers")]
    public async Task A_plain_ssh_that_logs_in_is_waited_for_until(string end)
    {
        if (OperatingSystem.IsWindows()) return;
        const int Other = 5150;
        site.Platform.Running.Add(Other);
        Files.WritePrivate(Path.Combine(site.Paths.Runtime, "login-by"), Other.ToString(CultureInfo.InvariantCulture));
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        site.Terminal.OnSay = _ => told.TrySetResult();
        var turn = Task.Run(() => LoginTurn.Take(site.Call(), "dora"), TestContext.Current.CancellationToken);
        await told.Task;
        Assert.False(turn.IsCompleted);
        PlayedMaster? master = null;
        if (end == "its ssh ends") site.Platform.Running.Remove(Other);
        else master = new PlayedMaster(site.Paths.ControlSocket("ann", "dora"), Other, answers: true);
        (await turn)!.Dispose();
        master?.Dispose();
    }

    [Fact]
    public void A_note_of_a_process_that_is_no_ssh_any_more_keeps_nobody_waiting()
    {
        if (OperatingSystem.IsWindows()) return;
        Files.WritePrivate(Path.Combine(site.Paths.Runtime, "login-by"), "5150");
        LoginTurn.Take(site.Call(), "dora")!.Dispose();
        Assert.Empty(site.Terminal.Said);
    }

    [Fact]
    public void A_plain_ssh_does_not_wait_for_itself()
    {
        if (OperatingSystem.IsWindows()) return;
        site.Platform.Running.Add(5150);
        LoginTurn.TakeFor(site.Call(), "dora", 5150);
        LoginTurn.TakeFor(site.Call(), "dora", 5150);
        Assert.Empty(site.Terminal.Said);
    }
}
