using Sallyport.Profile;

namespace SshWith2fa.Tests.Profile;

public sealed class GrammarTests
{
    [Theory]
    [InlineData("https://2fa.maths.example")]
    [InlineData("https://2fa.maths.example/")]
    [InlineData("https://2fa.maths.example:8443")]
    [InlineData("https://192.0.2.7:443/sub/path-1_x~.y")]
    [InlineData("https://[2001:db8::7]")]
    [InlineData("https://[2001:db8::7]:8443/x")]
    public void A_portal_is_https_a_host_a_port_and_a_path(string text) => Assert.True(Grammar.IsPortal(text));

    [Theory]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("https:///path")]
    [InlineData("http://2fa.maths.example")]
    [InlineData("HTTPS://2fa.maths.example")]
    [InlineData("https://-oProxyCommand=x")]
    [InlineData("https://a:b@2fa.maths.example")]
    [InlineData("https://2fa.maths.example:")]
    [InlineData("https://2fa.maths.example:0")]
    [InlineData("https://2fa.maths.example:65536")]
    [InlineData("https://2fa.maths.example:+1")]
    [InlineData("https://2fa.maths.example:8443:1")]
    [InlineData("https://2fa.maths.example?x")]
    [InlineData("https://2fa.maths.example/?x=1")]
    [InlineData("https://2fa.maths.example/#x")]
    [InlineData("https://2fa.maths.example/a b")]
    [InlineData("https://2fa.maths.example/a%20b")]
    [InlineData("https://2fa.maths.example/$(id)")]
    [InlineData("https://2fa.maths.example/é")]
    [InlineData("https://[2001:db8::7")]
    [InlineData("https://2001:db8::7")]
    [InlineData("https://[fe80::1%eth0]")]
    [InlineData("https://2fa.maths.example\n")]
    public void Anything_else_is_none(string text) => Assert.False(Grammar.IsPortal(text));
}
