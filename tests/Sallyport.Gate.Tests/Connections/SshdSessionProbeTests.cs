using Sallyport.Gate.Connections;

namespace Sallyport.Gate.Tests.Connections;

public sealed class SshdSessionProbeTests
{
    [Theory]
    [InlineData("sshd: alice@pts/3", true)]
    [InlineData("sshd: root@notty", true)]
    [InlineData("sshd-session: alice@notty", true)]
    [InlineData("sshd: root", true)] // no terminal, no command: ssh -N
    [InlineData("sshd: alice [priv]", false)]
    [InlineData("sshd: alice [net]", false)]
    [InlineData("sshd: alice@example.org [priv]", false)] // a name with an @ in it, not yet logged in
    [InlineData("sshd: unknown [net]", false)]
    [InlineData("sshd: [accepted]", false)]
    [InlineData("/usr/sbin/sshd -i -f /home/a@b", false)]
    [InlineData("", false)]
    public void only_what_sshd_writes_after_a_login_is_a_sign_of_one(string title, bool expected) => Assert.Equal(expected, SshdSessionProbe.IsTitleOfSession(title, "sshd"));

    /// <summary>Before OpenSSH 9.8 an outside sshd is started by a link, and names itself after it.</summary>
    [Theory]
    [InlineData("sskd: alice@notty", true)]
    [InlineData("sshd-session: alice@notty", true)]
    [InlineData("sskd: alice [priv]", false)]
    [InlineData("sskd: [accepted]", false)]
    [InlineData("sskd-other: alice@notty", false)]
    [InlineData("/usr/local/sbin/sskd -i -f /etc/ssh/sskd_config", false)]
    public void a_title_begins_with_the_name_that_sshd_was_started_by(string title, bool expected) => Assert.Equal(expected, SshdSessionProbe.IsTitleOfSession(title, "sskd"));
}
