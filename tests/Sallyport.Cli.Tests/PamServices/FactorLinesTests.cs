using Sallyport.Cli.PamServices;

namespace Sallyport.Cli.Tests.PamServices;

/// <summary>The lines come first in a service, once, and leave it as it was when they are taken out.</summary>
public sealed class FactorLinesTests
{
    private static readonly FactorLines Lines = new("/etc/sallyport/pam/sudo.conf", "sudo", WhenAway.Refuse, []);

    [Theory]
    [InlineData("#%PAM-1.0\n\n@include common-auth\n")]
    [InlineData("@include common-auth\n")]
    [InlineData("# a comment that goes on \\\nauth required pam_unix.so\n")]
    [InlineData("auth required pam_unix.so")]
    [InlineData("#%PAM-1.0")]
    [InlineData("")]
    public void What_was_there_comes_back(string service)
    {
        var with = Lines.In(service);
        Assert.True(FactorLines.AreIn(with));
        Assert.Equal(service, FactorLines.Without(with));
    }

    [Fact]
    public void No_line_comes_before_them_and_a_second_time_replaces_the_first()
    {
        var once = Lines.In("#%PAM-1.0\nauth sufficient pam_permit.so\n");
        Assert.Equal(
            ["auth requisite pam_radius_auth.so conf=/etc/sallyport/pam/sudo.conf skip_passwd prompt_attribute client_id=sudo", "auth sufficient pam_permit.so"],
            once.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'));
        Assert.Equal(once, Lines.In(once));
        var exempt = (Lines with { Exempt = ["root", "ann"] }).In(once);
        Assert.Contains("auth [success=1 default=ignore] pam_succeed_if.so quiet_success user in root:ann\nauth requisite pam_radius_auth.so", exempt, StringComparison.Ordinal);
        Assert.Equal(once, Lines.In(exempt));
    }

    [Fact]
    public void Only_an_authority_that_did_not_answer_is_passed_over()
    {
        var text = (Lines with { WhenAway = WhenAway.Password }).ToString();
        Assert.Contains("auth [success=ok new_authtok_reqd=ok authinfo_unavail=ignore default=die] pam_radius_auth.so", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("root", true)]
    [InlineData("ann.b-c_9", true)]
    [InlineData("root:ann", false)]
    [InlineData("root\nauth sufficient pam_permit.so", false)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    public void An_exempt_name_cannot_add_to_the_line(string name, bool taken) => Assert.Equal(taken, PamArguments.IsName(name));
}
