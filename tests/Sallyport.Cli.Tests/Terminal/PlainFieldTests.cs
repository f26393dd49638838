using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Tests.Terminal;

/// <summary>Fields of <c>audit tail</c>: a name that guessers chose plays no other field.</summary>
public sealed class PlainFieldTests
{
    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("Zoë", "Zoë")]
    [InlineData("", "\"\"")]
    [InlineData("x from 198.51.100.66 on door", "\"x from 198.51.100.66 on door\"")]
    [InlineData("x\" from 198.51.100.66", "\"x\\\" from 198.51.100.66\"")]
    [InlineData("x\\", "\"x\\\\\"")]
    [InlineData("x\u00a0from", "\"x\u00a0from\"")]
    [InlineData("x\u001b[2K", "\"x\\u001b[2K\"")]
    public void a_field_is_one_word_or_quoted(string value, string field) => Assert.Equal(field, PlainText.Field(value));

    [Theory]
    [InlineData("Totp, 3 lines left", "Totp, 3 lines left")]
    [InlineData("x) 7 2031-07-13 login-allowed alice (y", "\"x) 7 2031-07-13 login-allowed alice (y\"")]
    public void a_remark_does_not_end_its_bracket(string value, string remark) => Assert.Equal(remark, PlainText.Remark(value));
}
