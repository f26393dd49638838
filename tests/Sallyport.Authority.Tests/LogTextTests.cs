using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Tests;

/// <summary>Values from outside in a line of the log: whatever a guesser types, it stays one field.</summary>
public sealed class LogTextTests
{
    [Theory]
    [InlineData("a plain name", "alice", "alice")]
    [InlineData("a domain", "CORP\\alice", "\"CORP\\\\alice\"")]
    [InlineData("a realm, a device, an address", "a.b_c-d@x/y:1%25[2]", "a.b_c-d@x/y:1%25[2]")]
    [InlineData("nothing at all", "", "\"\"")]
    [InlineData("another field", "x from=198.51.100.66", "\"x from=198.51.100.66\"")]
    [InlineData("the field's own name", "user=x", "\"user=x\"")]
    [InlineData("a quote that ends the quotes", "x\" from=198.51.100.66", "\"x\\\" from=198.51.100.66\"")]
    [InlineData("a backslash before the closing quote", "x\\", "\"x\\\\\"")]
    [InlineData("another line", "x\nallowed", "\"x\\u000aallowed\"")]
    [InlineData("a command for the terminal", "\u001b[2K", "\"\\u001b[2K\"")]
    [InlineData("a separator of lines past ASCII", "x\u2028y", "\"x\\u2028y\"")]
    [InlineData("text that is written backwards", "x\u202ey", "\"x\\u202ey\"")]
    [InlineData("a character past U+FFFF", "\U0001f600", "\"\\ud83d\\ude00\"")]
    public void stays_one_field(string attack, string value, string field) => Assert.True(field == LogText.Of(value), $"{attack}: {LogText.Of(value)}");

    [Theory]
    [InlineData("as it was: user=\"x y\"", "as it was: user=\"x y\"")]
    [InlineData("one\r\ntwo", "one\\u000d\\u000atwo")]
    [InlineData("one\u2029two\u001b\u0085", "one\\u2029two\\u001b\\u0085")]
    public void a_sentence_stays_one_line(string sentence, string line) => Assert.Equal(line, LogText.Line(sentence));
}
