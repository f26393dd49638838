using System.Buffers.Binary;
using System.Diagnostics;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Radius;

namespace Sallyport.Authority.Tests.Radius;

/// <summary>sshd starts PAM several times in one connection, in a process each (the first number below, with its connection's).</summary>
public sealed class ConnectionTriesTests
{
    private const int First = 101;
    private const int Second = 102;
    private const int OfAnother = 201;
    private const int Hidden = 999;

    private readonly RadiusSetup setup = new(processOf: pid => pid == Hidden ? null : new ProcessIdentity(pid / 100, 7));

    [Fact]
    public async Task a_connection_has_its_tries_over_all_its_starts_of_pam()
    {
        Assert.Equal(3, await PromptsAsync(First));
        Assert.Equal(0, await PromptsAsync(Second));
    }

    [Fact]
    public async Task tries_left_over_by_one_start_of_pam_are_the_next_ones()
    {
        var asked = await setup.AnswerOfAsync(From(First));
        await setup.AnswerOfAsync(From(First, "000000", asked.State));
        Assert.Equal(2, await PromptsAsync(Second));
    }

    [Fact]
    public async Task another_connection_has_tries_of_its_own()
    {
        await PromptsAsync(First);
        Assert.Equal(PacketCode.AccessChallenge, (await setup.AnswerOfAsync(From(OfAnother))).Code);
    }

    [Fact]
    public async Task a_connection_that_is_not_recognised_is_bounded_by_the_budget()
    {
        await PromptsAsync(Hidden);
        Assert.Equal(PacketCode.AccessChallenge, (await setup.AnswerOfAsync(From(Hidden))).Code);
    }

    [Fact]
    public async Task a_trusted_network_is_let_in_whatever_was_tried()
    {
        await PromptsAsync(First);
        await setup.Store.AddNetworkAsync(System.Net.IPNetwork.Parse("203.0.113.0/24"), "root", TestContext.Current.CancellationToken);
        setup.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(From(Second))).Code);
    }

    [Fact]
    public void tries_are_forgotten_when_no_login_can_still_be_going_on()
    {
        var tries = new RadiusConnectionTries(pid => new ProcessIdentity(pid, 0), setup.Clock);
        tries.Note(1, new RadiusTries(3, AreOver: true));
        Assert.True(tries.Of(1).AreOver);
        setup.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(default, tries.Of(1));
    }

    [Fact]
    public async Task the_child_in_which_sshd_runs_pam_stands_for_its_parent()
    {
        var cat = new ProcessStartInfo("bash", ["-c", "exec -a 'sskd: alice [pam]' cat"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var child = Process.Start(cat)!;
        // It answers when it has its title.
        await child.StandardInput.WriteLineAsync("x");
        await child.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        var own = ConnectionProcess.Of(Environment.ProcessId);
        Assert.Equal(Environment.ProcessId, own!.Value.Id);
        Assert.Equal(own, ConnectionProcess.Of(child.Id));
        child.StandardInput.Close();
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Null(ConnectionProcess.Of(child.Id));
    }

    private static TestRequest From(int process, string typed = "", byte[]? state = null)
    {
        var port = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(port, process);
        return TestRequest.Login("alice", typed, state).With(AttributeType.NasPort, port);
    }

    /// <summary>How many prompts a start of PAM shows when all answers are wrong.</summary>
    private async Task<int> PromptsAsync(int process)
    {
        var prompts = 0;
        var answer = await setup.AnswerOfAsync(From(process));
        for (; answer.Code == PacketCode.AccessChallenge; prompts++)
            answer = await setup.AnswerOfAsync(From(process, "000000", answer.State));
        return prompts;
    }
}
