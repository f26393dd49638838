using SshWith2fa.Calls;
using SshWith2fa.Commands;
using SshWith2fa.SshConfig;
using SshWith2fa.Tests.Profile;

namespace SshWith2fa.Tests.SshConfig;

/// <summary>A ~/.ssh that cannot be changed, or must not be: a sentence before anything is written, at set-up and at removal.</summary>
public sealed class OddSshFolderTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly Signer signer = new();
    private readonly HeardTerminal terminal = new();

    private string Folder => Path.Combine(scratch.Paths.Home, ".ssh");

    public void Dispose()
    {
        scratch.Dispose();
        signer.Dispose();
    }

    public static TheoryData<string, string> Folders { get; } = new()
    {
        { "a link to nothing", "does not exist" },
        { "a file", "is not a directory" },
        { "its config a link to nothing", "does not exist" },
        { "its config a directory", "is a directory" },
        { "its config read-only", "cannot be written" },
    };

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Set_up_writes_nothing_where_the_folder_is(string what, string sentence)
    {
        if (OperatingSystem.IsWindows()) return;
        Make(what);
        Assert.Equal(ExitCodes.Unavailable, await Setup());
        Assert.Contains(terminal.Said, line => line.Contains(sentence, StringComparison.Ordinal) && line.Contains("nothing was changed", StringComparison.Ordinal));
        Assert.False(Directory.Exists(scratch.Paths.Configuration));
    }

    [Fact]
    public async Task Removal_takes_nothing_away_where_its_line_cannot_be_taken_out()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(ExitCodes.Done, await Setup());
        File.SetUnixFileMode(scratch.Paths.UserSshConfig, UnixFileMode.UserRead);
        Assert.Equal(ExitCodes.Unavailable, await RemoveCommand.Run(Call(), TestContext.Current.CancellationToken));
        Assert.True(File.Exists(scratch.Paths.SiteFile));
        Assert.True(new IncludeLine(scratch.Paths).IsThere);
    }

    [Fact]
    public async Task A_configuration_folder_that_cannot_be_made_is_noticed_before_the_line_is_added()
    {
        File.WriteAllText(scratch.Paths.Configuration, "in its place");
        Assert.Equal(ExitCodes.Unavailable, await Setup());
        Assert.False(File.Exists(scratch.Paths.UserSshConfig));
    }

    private void Make(string what)
    {
        if (what == "a link to nothing") File.CreateSymbolicLink(Folder, "/nowhere/at/all");
        else if (what == "a file") File.WriteAllText(Folder, "");
        else Directory.CreateDirectory(Folder);
        var config = Path.Combine(Folder, "config");
        if (what == "its config a link to nothing") File.CreateSymbolicLink(config, "/nowhere/at/all");
        if (what == "its config a directory") Directory.CreateDirectory(config);
        if (what != "its config read-only" || OperatingSystem.IsWindows()) return;
        File.WriteAllText(config, "Host x\n");
        File.SetUnixFileMode(config, UnixFileMode.UserRead);
    }

    private async Task<int> Setup()
    {
        var file = Path.Combine(scratch.Directory, "profile.json");
        await File.WriteAllBytesAsync(file, signer.Sign(Signer.Payload()), TestContext.Current.CancellationToken);
        return await SetupCommand.Run(Call(file, "--yes", "--domain", "maths.example"), TestContext.Current.CancellationToken);
    }

    private Invocation Call(params string[] words) => new(words, false, false, new PlayedPlatform { Home = scratch.Paths.Home }, scratch.Paths, SydneyClock.New(), terminal);
}
