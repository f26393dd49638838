using System.Net.Sockets;
using System.Text;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;
using Sallyport.Gate.Status;

namespace Sallyport.Gate.Tests.Status;

/// <summary>The control socket: what it answers, whom it lets in, and what does not stop it.</summary>
public sealed class ControlServerTests : IAsyncLifetime
{
    private readonly GateHarness gate = new("[gate]\nlisten = 127.0.0.1:0\n[lists]\nrecovery = 192.0.2.128/25\n");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sallyport-control-");
    private readonly CancellationTokenSource stop = new();
    private ControlServer server = null!;
    private Task running = Task.CompletedTask;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(folder.FullName, "control");

    private ControlClient Client => new(Path);

    public ValueTask InitializeAsync()
    {
        server = new ControlServer(gate.Services, new StatusReader(gate.Services, gate.Connections, gate.Time.GetUtcNow()), gate.Connections);
        running = server.RunAsync(Path, stop.Token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
        await gate.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void only_the_owner_and_the_group_may_connect() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(Path));

    [Fact]
    public async Task a_ban_holds_until_it_is_lifted()
    {
        Assert.True((await Client.BanAsync("198.51.100.0/24", TimeSpan.FromHours(2), Cancel)).Done);
        Assert.Equal(new BanStatus("198.51.100.0/24", 7200), Assert.Single((await Client.StatusAsync(Cancel)).Bans));
        Assert.Equal(AdmissionRefusal.Banned, await AdmittedAsync("198.51.100.7"));

        Assert.True((await Client.UnbanAsync("198.51.100.0/24", Cancel)).Done);
        Assert.Equal(AdmissionRefusal.None, await AdmittedAsync("198.51.100.7"));
        Assert.False((await Client.UnbanAsync("198.51.100.0/24", Cancel)).Done);
    }

    [Fact]
    public async Task a_ban_that_would_lock_out_the_recovery_lane_is_refused()
    {
        Assert.Contains("recovery", (await Client.BanAsync("192.0.2.200", TimeSpan.FromHours(1), Cancel)).Text, StringComparison.Ordinal);
        Assert.Empty((await Client.StatusAsync(Cancel)).Bans);
    }

    [Theory]
    [InlineData("")]
    [InlineData("status now")]
    [InlineData("ban 198.51.100.7")]
    [InlineData("ban 198.51.100.7 0")]
    [InlineData("ban 198.51.100.7 -5")]
    [InlineData("ban 198.51.100.7 99999999999")]
    [InlineData("ban everybody 60")]
    [InlineData("client -1")]
    [InlineData("client 127.0.0.1 65536")]
    [InlineData("\u0000\u0001")]
    public async Task what_is_no_request_changes_nothing_and_is_told_what_is(string request)
    {
        Assert.Contains("the gate accepts", await server.AnswerAsync(request), StringComparison.Ordinal);
        Assert.Empty((await Client.StatusAsync(Cancel)).Bans);
    }

    [Fact]
    public async Task a_line_without_an_end_is_answered_when_it_is_too_long()
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Encoding.ASCII.GetBytes(new string('x', 256)), Cancel);
        Assert.Contains("the gate accepts", await AnswerAsync(socket), StringComparison.Ordinal);
    }

    [Fact]
    public async Task one_that_goes_away_without_a_word_does_not_stop_the_next()
    {
        (await ConnectAsync()).Dispose();
        Assert.Equal("none", (await Client.StatusAsync(Cancel)).Authority);
    }

    [Fact]
    public async Task nobody_is_behind_a_process_that_the_gate_does_not_know() => Assert.Null((await Client.ClientAsync(Environment.ProcessId, Cancel)).Source);

    private Task<AdmissionRefusal> AdmittedAsync(string source) => gate.Loop.Ask(now =>
    {
        var decision = gate.Admission.Decide(SourceAddress.TryParse(source)!.Value, now);
        if (decision.IsAdmitted)
            gate.Admission.Release(decision.Lease);
        return decision.Refusal;
    });

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), Cancel);
        return socket;
    }

    private static async Task<string> AnswerAsync(Socket socket)
    {
        using var reader = new StreamReader(new NetworkStream(socket));
        return await reader.ReadToEndAsync(Cancel);
    }
}
