using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Tests.Sshd;

public sealed class OpensshVersionTests
{
    [Theory]
    [InlineData("OpenSSH_9.2, OpenSSL 3.0.19 27 Jan 2026", "9.2", false)]
    [InlineData("OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL 3.0.15 3 Sep 2024", "9.2", false)]
    [InlineData("unknown option -- V\nOpenSSH_8.4p1 Debian-5, OpenSSL 1.1.1w\nusage: sshd [-46DdeiqTt]", "8.4", false)]
    [InlineData("OpenSSH_9.7p1", "9.7", false)]
    [InlineData("OpenSSH_9.8p1", "9.8", true)]
    [InlineData("OpenSSH_9.10p1", "9.10", true)]
    [InlineData("OpenSSH_10.0p2 Debian-7, OpenSSL 3.5.1 1 Jul 2025", "10.0", true)]
    public void the_release_says_where_the_pam_service_is_named(string printed, string release, bool inConfig)
    {
        var version = OpensshVersion.TryParse(printed);
        Assert.Equal(release, version.ToString());
        Assert.Equal(inConfig, version!.Value.NamesServiceInConfig);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dropbear 2024.85")]
    [InlineData("OpenSSH_x.y")]
    [InlineData("OpenSSH_99999999999.1")]
    public void other_texts_are_no_release(string printed) => Assert.Null(OpensshVersion.TryParse(printed));
}
