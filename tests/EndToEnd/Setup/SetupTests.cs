using EndToEnd.Doors;
using EndToEnd.Machine;

namespace EndToEnd.Setup;

/// <summary><c>sallyport setup</c> by flags on a fresh machine: a site to log in to by the real ssh, the same once more, and back.</summary>
[Collection(FreshMachine.OneAtATime)]
[Needs("pam_radius_auth.so pam_duo.so")]
public sealed class SetupTests : IAsyncLifetime
{
    private FreshMachine machine = null!;

    public async ValueTask InitializeAsync() => machine = await FreshMachine.MakeAsync();

    public ValueTask DisposeAsync() => machine.DisposeAsync();

    [Theory]
    [InlineData("code-first", "yes")]
    [InlineData("password-first", "no")]
    public async Task A_fresh_machine_becomes_a_site_and_is_given_back(string order, string gate)
    {
        string[] flags = ["--order", order, "--gate", gate, "--trusted", "198.51.100.0/24", "--administrator", FreshMachine.Person, "--person", FreshMachine.Person];
        var before = await machine.PictureAsync();

        var shown = await SetUpAsync([.. flags, "--dry-run"]);
        Assert.Contains("register alice", shown, StringComparison.Ordinal);
        Assert.Equal(before, await machine.PictureAsync());

        var printed = await SetUpAsync([.. flags, "--yes", "--factor", "skey"]);
        var lines = FreshMachine.WordsOf(printed);
        await machine.StartSiteAsync(hasGate: gate == "yes");
        using var client = new Client();
        Assert.Equal("alice\n", (await machine.LogInAsync(client, lines[0])).Output);
        Assert.NotEqual(0, (await machine.LogInAsync(client, lines[0])).ExitCode); // used up

        var site = await machine.PictureAsync();
        Assert.Contains("Everything is already set up", await SetUpAsync("--yes"), StringComparison.Ordinal);
        Assert.Contains("alice already has a factor", await SetUpAsync("--yes", "--factor", "skey"), StringComparison.Ordinal);
        Assert.Equal(site, await machine.PictureAsync());

        await machine.StopAllAsync();
        Assert.Contains("as it was before setup", await SetUpAsync("--remove", "--yes"), StringComparison.Ordinal);
        Assert.Equal(before, await machine.PictureAsync());
    }

    [Fact]
    public async Task What_cannot_be_finished_leaves_nothing()
    {
        // The installer cannot put its file where a folder lies.
        await machine.RunAsync("/bin/mkdir", "-p", "/etc/ssh/sskd_config/in-the-way");
        var before = await machine.PictureAsync();

        var run = await machine.SallyportAsync("setup", "--yes", "--person", FreshMachine.Person);

        Assert.NotEqual(0, run.ExitCode);
        Assert.True(run.Error.Contains("everything that this run did was undone", StringComparison.Ordinal), run.Error);
        Assert.Equal(before, await machine.PictureAsync());
    }

    [Fact]
    public async Task Port_22_and_a_missing_terminal_are_refused()
    {
        var port = await machine.SallyportAsync("setup", "--yes", "--port", "22");
        Assert.Equal(2, port.ExitCode);
        Assert.Contains("port 22 belongs to the machine's own sshd", port.Error, StringComparison.Ordinal);
        var taken = await machine.SallyportAsync("setup", "--yes", "--take-port-22", "--person", "none");
        Assert.Equal(1, taken.ExitCode);
        Assert.Contains("only where systemd runs", taken.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await machine.SallyportAsync("setup", "--yes", "--take-port-22", "--port", "2022")).ExitCode);
        Assert.Equal(2, (await machine.SallyportAsync("setup", "--yes", "--take-port-22", "--confirm-within", "0")).ExitCode);
        Assert.Contains("nothing waits", (await machine.SallyportAsync("setup", "--confirm")).Error, StringComparison.Ordinal);
        Assert.Contains("was not taken", (await machine.SallyportAsync("setup", "--put-back")).Error, StringComparison.Ordinal);
        Assert.Equal(2, (await machine.SallyportAsync("setup")).ExitCode);
    }

    private async Task<string> SetUpAsync(params string[] flags)
    {
        var run = await machine.SallyportAsync(["setup", .. flags]);
        Assert.True(run.ExitCode == 0, $"{run}");
        return run.Output;
    }
}
