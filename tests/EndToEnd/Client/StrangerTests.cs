using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary>Every other destination: arguments, environment, limits, signals, output and exit status are the real program's.</summary>
public sealed class StrangerTests(Site site) : IClassFixture<Site>
{
    public static TheoryData<string> Lines { get; } =
    [
        "ssh", "ssh -V", "ssh -Q cipher", "ssh -z", "ssh nosuch.invalid", "ssh -p 1 127.0.0.1 true", "ssh -p 1 -o ConnectTimeout=1 user@127.0.0.1", "ssh -oProxyCommand=false stranger",
        "ssh -- -oProxyCommand=id", "ssh -- -x", "ssh -J nosuch.invalid dora", "ssh -o ProxyCommand=false dora", "ssh -p 2222 -o ProxyCommand=false dora", "ssh -G stranger", "ssh -G dora -F none",
        "ssh -F /nonexistent stranger", "ssh -O check stranger", "ssh ssh://127.0.0.1:1", "ssh ssh://127.0.0.1:0", "ssh a@b@c.invalid", "ssh -l x -p 1 127.0.0.1 echo hi",
        "scp", "scp a b", "scp nosuch nosuch2", "scp /etc/hostname nosuch.invalid:", "scp -P 1 x 127.0.0.1:", "scp -z a b", "scp -J nosuch.invalid a dora:",
        "sftp", "sftp -P 1 127.0.0.1", "sftp -b /nonexistent nosuch.invalid",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Ends_as_the_real_one(string text)
    {
        var words = text.Split(' ');
        var wordings = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var command in (string[][])[[site.Command, .. words], words])
        {
            var run = command == words ? site.OutsideLinked : (Func<string[], Task<Run>>)site.Outside;
            var said = Said(await run(command));
            // ssh that races with its own ProxyCommand has more than one thing to say; ours must say one of them.
            for (var tries = 0; tries < 8 && !wordings.Contains(said); tries++)
                wordings.Add(Said(await site.Outside(words)));
            Assert.True(wordings.Contains(said), $"{said}\nis none of\n{string.Join('\n', wordings)}");
        }
    }

    // sftp races with its own ssh, and ssh with its ProxyCommand: which of the two notices the end first decides what is said.
    private static string Said(Run run)
    {
        var said = run.ToString().Replace("\rConnection closed.  \n", Closed, StringComparison.Ordinal);
        said = said.Replace("Couldn't send packet: Broken pipe\r\n", "", StringComparison.Ordinal);
        said = said.Replace("banner exchange: Connection to UNKNOWN port 65535: Broken pipe\r\n", ProxyEnded, StringComparison.Ordinal);
        return said.Replace(Closed + Closed, Closed, StringComparison.Ordinal);
    }

    private const string Closed = "Connection closed\r\n";
    private const string ProxyEnded = "kex_exchange_identification: Connection closed by remote host\r\nConnection closed by UNKNOWN port 65535\r\n";

    [Theory]
    [InlineData("/usr/bin/env", "")]
    [InlineData("/usr/bin/printf", "[%s]\\n|a b||'c'|\"d\"|$HOME|é|line\nbreak|*|-x|--|--debug2")]
    [InlineData("/usr/bin/cat", "/proc/self/limits")]
    [InlineData("/usr/bin/pwd", "")]
    public async Task Hands_on_unchanged(string program, string text)
    {
        await Stand(program);
        var words = text.Length == 0 ? [] : text.Split('|');
        var real = await site.OutsideWith($"PATH={site.Home}/stand:/usr/bin:/bin", ["ssh", .. words]);
        var ours = await site.OutsideWith($"PATH={site.Home}/stand:/usr/bin:/bin", [site.Command, "ssh", .. words]);
        Assert.Equal(0, real.ExitCode);
        Assert.Equal(real.ToString(), ours.ToString());
    }

    // SIGPIPE apart, which the runtime ignores from its first instruction on: it is set to its default, as shells have it.
    [Fact]
    public async Task Hands_on_the_signals_as_they_were()
    {
        await Stand("/usr/bin/grep");
        string[] arguments = ["-E", "^(Sig(Blk|Ign|Cgt)|ShdPnd|NoNewPrivs|Groups|Uid|CapInh)", "/proc/self/status"];
        var real = await site.OutsideWith($"PATH={site.Home}/stand:/usr/bin:/bin", ["env", "--default-signal=PIPE", "ssh", .. arguments]);
        var ours = await site.OutsideWith($"PATH={site.Home}/stand:/usr/bin:/bin", ["env", "--default-signal=PIPE", site.Command, "ssh", .. arguments]);
        Assert.Equal(0, real.ExitCode);
        Assert.Equal(real.Output, ours.Output);
    }

    [Fact]
    public async Task A_real_ssh_that_is_a_script_and_calls_back_is_stopped()
    {
        await site.Outside(site.Command, "link");
        await site.Write(site.Home + "/loop/ssh", $"#!/bin/sh\nexec '{site.Command}' ssh \"$@\"\n");
        await site.Outside("chmod", "755", site.Home + "/loop/ssh");
        var run = await site.OutsideWith($"PATH={site.Links}:{site.Home}/loop:/usr/bin:/bin", "timeout", "20", "ssh", "nosuch.invalid");
        Assert.Equal(127, run.ExitCode);
        Assert.Contains("is a script that calls ssh-with-2fa again", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alias_of_the_persons_own_leads_to_the_site()
    {
        var config = site.Home + "/.ssh/config";
        var before = await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken);
        await site.Write(config, before + "\nHost d\n  HostName dora.maths.example\n");
        Assert.Contains("d means dora.maths.example: one of maths's hosts", (await site.Outside(site.Command, "explain", "ssh", "d")).Output, StringComparison.Ordinal);
        await site.Write(config, before);
    }

    [Fact]
    public async Task Setup_and_remove_leave_the_persons_configuration_byte_for_byte()
    {
        await site.Outside(site.Command, "remove");
        Assert.False(File.Exists(site.Home + "/.ssh/config"));
        await site.Write(site.Home + "/.ssh/config", "Host x\r\n\tUser y # no end");
        await site.SetUp(site.Profile());
        Assert.Equal(0, (await site.Outside("ssh", "-G", "dora")).ExitCode);
        await site.Outside(site.Command, "remove");
        Assert.Equal("Host x\r\n\tUser y # no end", await File.ReadAllTextAsync(site.Home + "/.ssh/config", TestContext.Current.CancellationToken));
        await site.Outside("rm", site.Home + "/.ssh/config");
        await site.SetUp(site.Profile());
    }

    // Another program under ssh's name shows what would have reached ssh.
    private async Task Stand(string program) =>
        await Site.Must(await site.Outside("sh", "-c", $"mkdir -p stand && ln -sf {program} stand/ssh"));
}
