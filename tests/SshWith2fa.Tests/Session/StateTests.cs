using SshWith2fa.Configuration;
using SshWith2fa.Master;
using SshWith2fa.Session;

namespace SshWith2fa.Tests.Session;

public sealed class StateTests
{
    private static SessionState Sample { get; } = new(
        "ann", "dora", 4711, DateTimeOffset.FromUnixTimeSeconds(1795197600), DateTimeOffset.FromUnixTimeSeconds(1795230000), "outside",
        [new OpenForward("ssh", 12022, 12023, "dora", 22), new OpenForward("socks", 13080, 13080, "", 0)], ["/dev/pts/3"]);

    [Fact]
    public void A_session_is_read_as_it_was_written()
    {
        var read = SessionState.Read(Sample.Write())!;
        Assert.Equal(Sample.Write(), read.Write());
        Assert.Equal(12023, read.Forward("ssh")!.LocalPort);
        Assert.True(read.Forwards[1].IsSocks);
    }

    [Fact]
    public void A_half_written_session_counts_as_none()
    {
        var text = Sample.Write();
        for (var length = 0; length < text.Length; length++) Assert.Null(SessionState.Read(text[..length]));
    }

    [Theory]
    [InlineData("user = ann\nshare = scp, sftp,git\nidle = 30m\nwhen-full = refuse\n", null)]
    [InlineData("# only a remark\n\n", null)]
    [InlineData("share = all\nidle = never\nwhen-full = connect", null)]
    [InlineData("domains =\n", null)]
    [InlineData("domains = maths.example, physics.example", null)]
    [InlineData("domains = maths.example,", "line 1")]
    [InlineData("share = everything", "line 1")]
    [InlineData("\nidle = soon", "line 2")]
    [InlineData("ProxyCommand = id", "line 1")]
    [InlineData("user = -oProxyCommand=id", "line 1")]
    [InlineData("user ann", "line 1")]
    [InlineData("authority = xyz", "line 1")]
    public void Settings_say_which_line_is_wrong(string text, string? mistake)
    {
        var read = Settings.Read(text);
        if (mistake is null) Assert.Null(read.Mistake);
        else Assert.StartsWith(mistake, read.Mistake, StringComparison.Ordinal);
        if (mistake is not null) Assert.Empty(read.Settings.Share!);
    }

    [Fact]
    public void Settings_are_read_as_they_were_written()
    {
        var settings = new Settings("ann", ["scp", "git"], TimeSpan.FromMinutes(30), WhenFull.Refuse, "https://2fa.maths.example", new string('a', 64));
        Assert.Equal(settings.Write(), Settings.Read(settings.Write()).Settings.Write());
    }

    [Theory]
    [InlineData]
    [InlineData("maths.example")]
    [InlineData("maths.example", "192.0.2.7")]
    public void Domains_are_read_as_they_were_written(params string[] domains)
    {
        var read = Settings.Read((Settings.Default with { Domains = domains }).Write());
        Assert.Null(read.Mistake);
        Assert.Equal(domains, read.Settings.Domains);
    }

    [Theory]
    [InlineData(0, true, false, "Wait")]
    [InlineData(524, true, false, "Wait")]
    [InlineData(525, true, false, "Warn")]
    [InlineData(525, true, true, "Wait")]
    [InlineData(539, true, true, "Wait")]
    [InlineData(540, true, true, "End")]
    [InlineData(540, false, true, "End")]
    [InlineData(100, false, false, "Lost")]
    public void After_so_many_minutes_the_keeper_will(int minutes, bool masterRuns, bool warned, string next) =>
        Assert.Equal(next, SessionMonitor.Next(Sample, masterRuns, Sample.Since.AddMinutes(minutes), warned, warnMinutes: 15).ToString());

    [Fact]
    public void A_keeper_leaves_when_the_session_was_ended() => Assert.Equal(MonitorStep.Leave, SessionMonitor.Next(null, false, Sample.Since, false, 15));
}
