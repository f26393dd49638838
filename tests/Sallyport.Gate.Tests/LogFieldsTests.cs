using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Tests;

public sealed partial class LogFieldsTests
{
    [Theory]
    [InlineData("a field of its own", "down from=198.51.100.66 host=door")]
    [InlineData("out of the quotes", "down\" source=198.51.100.66 fault=\"")]
    [InlineData("out of the quotes by a backslash", "down\\\" source=198.51.100.66 fault=\\\"")]
    [InlineData("a line of its own", "down\n<6>gate: logged-in connection=1 source=198.51.100.66 port=22 after=1s")]
    [InlineData("a line of its own, by a carriage return", "down\rgate: banned network=0.0.0.0/0 for=1d")]
    [InlineData("a line of its own, by Unicode", "down\u2028gate: stopped sessions=0\u2029\u0085")]
    [InlineData("a terminal's colours and title", "\u001b[2J\u001b]0;owned\u0007\u009b31m")]
    [InlineData("letters from right to left", "\u202egpj.exe\u2066")]
    [InlineData("nothing", "")]
    [InlineData("half a letter", "\ud83d")]
    [InlineData("no end", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ", 100_000)]
    public void a_value_from_outside_stays_one_value_of_one_line(string attack, string value, int times = 1)
    {
        Assert.NotEmpty(attack);
        value = string.Concat(Enumerable.Repeat(value, times));
        using var text = new StringWriter();
        var log = new LineLogger(text, TimeProvider.System, "journal");
        log.AuthorityLost(value, value, 1); // bare, and within quotes
        log.BackendFailed(7, value, value);
        log.Started(value, value);
        var lines = text.ToString().Split('\n');
        Assert.Equal((4, ""), (lines.Length, lines[3]));
        Assert.All(lines[..3], line => Assert.InRange(line.Length, 1, 12_200));
        Assert.All(lines[..3], line => Assert.DoesNotMatch("[^ -~]", line));
        Assert.Equal(["address", "fault", "again-in"], Keys(lines[0], "<4>gate: authority-lost "));
        Assert.Equal(["connection", "source", "fault"], Keys(lines[1], "<3>gate: backend-failed "));
        Assert.Equal(["listen", "backend"], Keys(lines[2], "<6>gate: started "));
    }

    [Fact]
    public void ordinary_lines_are_as_they_ever_were()
    {
        using var text = new StringWriter();
        var log = new LineLogger(text, TimeProvider.System, "journal");
        log.Started("0.0.0.0:22,[::]:22", "/usr/sbin/sshd");
        log.LoggedIn(1000, "2001:db8::7", 4711, 3);
        log.AuthorityLost("unix:/run/sallyport/authority.sock", "Connection refused", 0.5);
        Assert.Equal(
            "<6>gate: started listen=0.0.0.0:22,[::]:22 backend=/usr/sbin/sshd\n<6>gate: logged-in connection=1000 source=2001:db8::7 port=4711 after=3s\n"
            + "<4>gate: authority-lost address=unix:/run/sallyport/authority.sock fault=\"Connection refused\" again-in=0.5s\n",
            text.ToString());
    }

    [Fact]
    public void a_message_that_is_not_ours_is_one_line_too()
    {
        using var text = new StringWriter();
        new LineLogger(text, TimeProvider.System, "journal").Log(LogLevel.Warning, default, "a\nb\u001b", null, (state, _) => state);
        Assert.Equal("<4>gate: a\\u000ab\\u001b\n", text.ToString());
    }

    /// <summary>A reader of the log, such as a filter that bans: words, then values bare or quoted, and nothing else until the line's end.</summary>
    private static IEnumerable<string> Keys(string line, string beginning)
    {
        Assert.StartsWith(beginning, line, StringComparison.Ordinal);
        var rest = line[beginning.Length..];
        Assert.Matches("^(" + Field() + "( |$))+$", rest);
        return Field().Matches(rest).Select(field => field.Groups["key"].Value);
    }

    [GeneratedRegex("""(?<key>[a-z-]+)=("([^"\\]|\\.)*"|[^ "\\=]+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Field();
}
