using EndToEnd.Doors;
using EndToEnd.Machine;

namespace EndToEnd.Setup;

/// <summary>A machine is lost, and its site comes back on another one: the same keys, CA and secrets, and no code that was used before counts again.</summary>
[Collection(FreshMachine.OneAtATime)]
[Needs("pam_radius_auth.so")]
public sealed class RestoreTests : IAsyncLifetime
{
    private readonly string kept = Directory.CreateTempSubdirectory("sallyport-kept-").FullName;
    private FreshMachine machine = null!;

    private string Backup => Path.Combine(kept, "site.backup");

    private string PassPhraseFile => Path.Combine(kept, "pass-phrase");

    public async ValueTask InitializeAsync()
    {
        machine = await FreshMachine.MakeAsync();
        await File.WriteAllTextAsync(PassPhraseFile, "correct horse battery\n");
    }

    public async ValueTask DisposeAsync()
    {
        await machine.DisposeAsync();
        Directory.Delete(kept, recursive: true);
    }

    [Fact]
    public async Task A_lost_machine_is_restored_on_another()
    {
        var printed = await MustAsync("setup", "--yes", "--gate", "no", "--person", FreshMachine.Person, "--factor", "skey");
        var lines = FreshMachine.WordsOf(printed);
        await machine.StartSiteAsync(hasGate: false);
        using var client = new Client();
        Assert.Equal("alice\n", (await machine.LogInAsync(client, lines[0])).Output);
        await MustAsync("backup", Backup, "--complete", "--pass-phrase-file", PassPhraseFile);
        Assert.Equal("600\n", (await machine.RunAsync("/usr/bin/stat", "-c", "%a", Backup)).Output);
        var secrets = await SecretsAsync();

        await machine.DisposeAsync();
        machine = await FreshMachine.MakeAsync();
        var early = await machine.SallyportAsync("restore", Backup, "--pass-phrase-file", PassPhraseFile);
        Assert.Equal(1, early.ExitCode);
        Assert.Contains("install the package first", early.Error, StringComparison.Ordinal);
        // As the package does.
        Assert.Equal(0, (await machine.RunAsync("/bin/sh", "-c", "useradd --system sallyport && useradd --system sallyport-gate && groupadd --system sallyport-admin")).ExitCode);
        await MustAsync("restore", Backup, "--pass-phrase-file", PassPhraseFile);
        Assert.Equal(secrets, await SecretsAsync());
        var again = await machine.SallyportAsync("restore", Backup, "--pass-phrase-file", PassPhraseFile);
        Assert.Contains("already exist", again.Error, StringComparison.Ordinal);

        // The door of the machine itself.
        await MustAsync("setup", "--yes");
        await machine.StartSiteAsync(hasGate: false);
        Assert.NotEqual(0, (await machine.LogInAsync(client, lines[0])).ExitCode);
        Assert.Equal("alice\n", (await machine.LogInAsync(client, lines[1])).Output);
        await MustAsync("audit", "verify");
    }

    private async Task<string> MustAsync(params string[] arguments)
    {
        var run = await machine.SallyportAsync(arguments);
        Assert.True(run.ExitCode == 0, $"{arguments[0]}: {run}");
        return run.Output;
    }

    /// <summary>What clients, hosts and gates know the site by.</summary>
    private async Task<string> SecretsAsync() => (await machine.RunAsync(
        "/bin/sh", "-c", "cd / && find var/lib/sallyport etc/sallyport -type f ! -name 'sallyport.db*' | sort | xargs sha256sum; find var/lib/sallyport etc/sallyport ! -name 'sallyport.db?*' -printf '%p %m %u:%g\n' | sort")).Output;
}
