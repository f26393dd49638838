using System.Globalization;
using System.Security.Cryptography;
using EndToEnd.Doors;
using EndToEnd.Machine;

namespace EndToEnd.Outside;

/// <summary>What people use besides a shell: scp in both of its modes, sftp, rsync. Each asks for a code and a password, and bytes arrive whole.</summary>
public sealed class FileTransferTests(CodeFirstSite site) : IClassFixture<CodeFirstSite>, IAsyncLifetime
{
    private readonly byte[] content = RandomNumberGenerator.GetBytes(300_000);
    private Person person = null!;

    public async ValueTask InitializeAsync()
    {
        person = await Person.JoinAsync(site);
        await File.WriteAllBytesAsync(person.Client.In("there"), content);
    }

    public ValueTask DisposeAsync() => person.DisposeAsync();

    [Theory]
    [InlineData("SFTP mode")]
    [InlineData("the old protocol", "-O")]
    public async Task scp_there_and_back(string mode, params string[] option)
    {
        string[] scp = [.. Client.Options, "-P", Port, .. option];
        await CopyAsync(mode, "/usr/bin/scp", [.. scp, person.Client.In("there"), Remote("file")]);
        await CopyAsync(mode, "/usr/bin/scp", [.. scp, Remote("file"), person.Client.In("back")]);
        await AssertWholeAsync();
    }

    [Fact]
    public async Task sftp_there_and_back()
    {
        var batch = $"put {person.Client.In("there")} file\nget file {person.Client.In("back")}\n";
        var run = await person.Client.RunAsync("/usr/bin/sftp", person.Account.Password, [await person.App.NextCodeAsync()], [.. Client.Options, "-P", Port, $"{person.Name}@127.0.0.1"], batch);
        Assert.True(run.ExitCode == 0, run.ToString());
        await AssertWholeAsync();
    }

    [Needs("rsync")]
    [Fact]
    public async Task rsync_there_and_back()
    {
        var ssh = $"/usr/bin/ssh {string.Join(' ', Client.Options)} -p {Port}";
        await CopyAsync("rsync", "/usr/bin/rsync", ["-e", ssh, person.Client.In("there"), Remote("file")]);
        await CopyAsync("rsync", "/usr/bin/rsync", ["-e", ssh, Remote("file"), person.Client.In("back")]);
        await AssertWholeAsync();
    }

    [Fact]
    public async Task a_wrong_code_copies_nothing()
    {
        var run = await person.Client.RunAsync("/usr/bin/scp", person.Account.Password, ["000000"], [.. Client.Options, "-P", Port, person.Client.In("there"), Remote("file")]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.False(File.Exists(person.Account.Home + "/file"));
    }

    private string Port => site.Outside.Port.ToString(CultureInfo.InvariantCulture);

    private string Remote(string file) => $"{person.Name}@127.0.0.1:{file}";

    private async Task CopyAsync(string what, string program, string[] arguments)
    {
        var run = await person.Client.RunAsync(program, person.Account.Password, [await person.App.NextCodeAsync()], arguments);
        Assert.True(run.ExitCode == 0, $"{what}: {run}");
        Assert.Equal(["Code from your authenticator app: ", "Password: "], person.Client.Prompts);
    }

    private async Task AssertWholeAsync() => Assert.Equal(content, await File.ReadAllBytesAsync(person.Client.In("back")));
}
