using System.Text.Json.Nodes;
using SshWith2fa.Calls;
using SshWith2fa.Commands;
using SshWith2fa.Tests.Profile;

namespace SshWith2fa.Tests.Commands;

public sealed class SetupTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly Signer signer = new();
    private readonly PlayedPlatform platform = new();
    private HeardTerminal terminal = new("n");

    public void Dispose()
    {
        scratch.Dispose();
        signer.Dispose();
    }

    [Fact]
    public async Task A_dry_run_writes_nothing()
    {
        Assert.Equal(ExitCodes.Done, await Setup("--dry-run"));
        Assert.False(Directory.Exists(scratch.Paths.Configuration));
        Assert.False(File.Exists(scratch.Paths.UserSshConfig));
        Assert.Contains(terminal.Printed, line => line.Contains("Include", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_yes_nothing_is_written()
    {
        Assert.Equal(ExitCodes.Failed, await Setup());
        Assert.False(Directory.Exists(scratch.Paths.Configuration));
    }

    [Theory]
    [InlineData("ann", "user = ann")]
    [InlineData("", null)]
    [InlineData(null, null)]
    public async Task The_login_name_is_asked_for_once(string? answer, string? line)
    {
        terminal = new HeardTerminal(answer, "y");
        Assert.Equal(ExitCodes.Done, await Setup());
        Assert.Equal($"your login name at maths [{platform.UserName}]: ", terminal.Asked[0]);
        var lines = await File.ReadAllLinesAsync(scratch.Paths.Settings, TestContext.Current.CancellationToken);
        Assert.Equal(line, Array.Find(lines, text => text.StartsWith("user", StringComparison.Ordinal)));
        if (line is null) return;
        await Setup();
        Assert.Equal(["write this? [y/N] "], terminal.Asked.Skip(2));
    }

    [Theory]
    [InlineData("-oProxyCommand=id")]
    [InlineData("a b")]
    [InlineData("ann;id")]
    public async Task What_cannot_be_a_login_name_is_not_written(string answer)
    {
        terminal = new HeardTerminal(answer, "y");
        Assert.Equal(ExitCodes.Usage, await Setup());
        Assert.False(Directory.Exists(scratch.Paths.Configuration));
    }

    [Fact]
    public async Task Remove_leaves_nothing_and_the_persons_configuration_as_it_was()
    {
        var config = scratch.Write("home/.ssh/config", "Host *\r\n  User x");
        Assert.Equal(ExitCodes.Done, await Setup("--yes", "--user", "ann"));
        Assert.Equal(ExitCodes.Done, await LinkCommand.Run(Call(), TestContext.Current.CancellationToken));
        Assert.StartsWith("Include", await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, await RemoveCommand.Run(Call(), TestContext.Current.CancellationToken));
        Assert.Equal("Host *\r\n  User x", await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(scratch.Paths.Configuration));
        Assert.False(Directory.Exists(scratch.Paths.Runtime));
    }

    [Fact]
    public async Task Every_file_of_ours_is_the_persons_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        await Setup("--yes");
        foreach (var file in Directory.GetFiles(scratch.Paths.Configuration)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_signing_key_other_than_the_one_demanded_is_refused()
    {
        Assert.Equal(ExitCodes.BadData, await Setup("--yes", "--key-fingerprint", "SHA256:ebTtikPiYMvSVGZ5fDqN8XGCY1ksGk1K6+QH8ztpAJQ"));
        Assert.False(Directory.Exists(scratch.Paths.Configuration));
    }

    [Theory]
    [InlineData("http://portal.example")]
    [InlineData("ftp://portal.example")]
    [InlineData("https://user:pw@portal.example")]
    [InlineData("/no/such/file")]
    public async Task No_profile_is_taken_from(string source) =>
        Assert.Equal(ExitCodes.Unavailable, await SetupCommand.Run(Call(source, "--yes"), TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(8, true)]
    [InlineData(6, false)]
    public async Task A_refresh_takes_only_what_is_newer(int serial, bool taken)
    {
        await Setup("--yes");
        var payload = Signer.Payload();
        payload["serial"] = serial;
        payload["inside"]![1]!["names"]!.AsArray().Add((JsonNode)"sav");
        var file = Path.Combine(scratch.Directory, "next.json");
        await File.WriteAllBytesAsync(file, signer.Sign(payload), TestContext.Current.CancellationToken);
        var before = await File.ReadAllTextAsync(scratch.Paths.SiteFile, TestContext.Current.CancellationToken);
        Assert.Equal(taken ? ExitCodes.Done : ExitCodes.BadData, await RefreshCommand.Run(Call(file), TestContext.Current.CancellationToken));
        Assert.Equal(!taken, before == await File.ReadAllTextAsync(scratch.Paths.SiteFile, TestContext.Current.CancellationToken));
        if (taken) Assert.Contains(terminal.Said, line => line.Contains("new: sav ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refresh_signed_by_another_key_changes_nothing()
    {
        await Setup("--yes");
        using var thief = new Signer();
        var file = Path.Combine(scratch.Directory, "next.json");
        await File.WriteAllBytesAsync(file, thief.Sign(Signer.Payload()), TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.BadData, await RefreshCommand.Run(Call(file), TestContext.Current.CancellationToken));
    }

    private async Task<int> Setup(params string[] flags)
    {
        var file = Path.Combine(scratch.Directory, "profile.json");
        await File.WriteAllBytesAsync(file, signer.Sign(Signer.Payload()), TestContext.Current.CancellationToken);
        return await SetupCommand.Run(Call([file, .. flags.Contains("--domain") ? [] : (string[])["--domain", "maths.example"], .. flags]), TestContext.Current.CancellationToken);
    }

    private Invocation Call(params string[] arguments) => new(arguments, false, false, platform, scratch.Paths, SydneyClock.New(), terminal);
}
