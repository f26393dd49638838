using SshWith2fa.Routes;

namespace SshWith2fa.Tests.SshConfig;

public sealed class ConfigScanTests
{
    [Theory]
    [InlineData("Host d\n  HostName dora\n", true)]
    [InlineData("Host d\n  hostname=DORA\n", true)]
    [InlineData("Host d\n  HostName \"dora\"\n", true)]
    [InlineData("Host *.x\n  HostName %h.maths.example\n", true)]
    [InlineData("Host d\n  HostName ${D}\n", true)]
    [InlineData("CanonicalizeHostname yes\n", true)]
    [InlineData("Include other.conf\n", true)]
    [InlineData("Include \"/etc/ours\"\n", false)]
    [InlineData("Include missing.conf\n", false)]
    [InlineData("Include a b\n", true)]
    [InlineData("Include ?.conf\n", true)]
    [InlineData("Include *.conf\n", true)]
    [InlineData("Host d\n  HostName github.com\n", false)]
    [InlineData("# HostName dora\nHost dora\n  User ann\n", false)]
    [InlineData("", false)]
    public void Says_whether_a_name_may_lead_to_the_site(string text, bool may)
    {
        using var scratch = new Scratch();
        var config = scratch.Write("home/.ssh/config", text);
        scratch.Write("home/.ssh/other.conf", "Host e\n  HostName dora\n");
        var scan = new ConfigScan(name => name.Equals("dora", StringComparison.OrdinalIgnoreCase), "/etc/ours", scratch.Paths.Home);
        Assert.Equal(may, scan.MayLeadToSite(config, Path.GetDirectoryName(config)!));
    }

    [Fact]
    public void An_include_of_itself_is_left_to_ssh()
    {
        using var scratch = new Scratch();
        var config = scratch.Write("home/.ssh/config", "Include config\n");
        Assert.True(new ConfigScan(_ => false, "", scratch.Paths.Home).MayLeadToSite(config, Path.GetDirectoryName(config)!));
    }
}
