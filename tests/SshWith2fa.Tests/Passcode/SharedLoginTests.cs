using SshWith2fa.Calls;
using SshWith2fa.Passcode;
using SshWith2fa.Platform;

namespace SshWith2fa.Tests.Passcode;

/// <summary>The login ahead of scp and sftp: as the person would log in, and nothing of theirs that is not about connecting.</summary>
public sealed class SharedLoginTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly PlayedPlatform platform = new() { OnCapture = (_, _) => new CapturedRun(0, "user ann\ncontrolpath none\n", "") };

    public SharedLoginTests() => platform.Variables["PATH"] = Path.GetDirectoryName(scratch.Write("bin/ssh", ""))!;

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("scp -P 2222 -i key -l 500 -r -q ann@gro:f .", "-i key -p 2222 -l ann -N -- gro")]
    [InlineData("scp -o ConnectTimeout=3 -4 gro:f .", "-o ConnectTimeout=3 -4 -N -- gro")]
    [InlineData("sftp -P 2222 -b batch ann@gro", "-p 2222 -l ann -N -- gro")]
    public void A_login_goes_ahead_of(string text, string end)
    {
        using var login = Open(text, out var status);
        Assert.Equal(0, status);
        var ran = string.Join(' ', platform.Ran[^1]);
        Assert.Contains("ControlMaster=yes", ran, StringComparison.Ordinal);
        Assert.Contains("SendEnv=DUO_PASSCODE", ran, StringComparison.Ordinal);
        Assert.EndsWith(" " + end, ran, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh gro true")]
    [InlineData("scp -S other gro:f .")]
    [InlineData("scp one:f two:f")]
    public void No_login_goes_ahead_of(string text)
    {
        using var login = Open(text, out _);
        Assert.DoesNotContain(platform.Ran, ran => ran.Contains("-N"));
    }

    [Fact]
    public void A_login_that_fails_ends_it_with_its_status()
    {
        platform.OnRun = (_, _) => 255;
        using var login = Open("scp gro:f .", out var status);
        Assert.Equal(255, status);
    }

    private SharedLogin Open(string text, out int status)
    {
        var call = new Invocation([], false, false, platform, scratch.Paths, SydneyClock.New(), new HeardTerminal());
        var command = CarriedCommand.Read(text.Split(' '), platform).Command!;
        var login = SharedLogin.For(call, command);
        status = login.Open(call, command);
        return login;
    }
}
