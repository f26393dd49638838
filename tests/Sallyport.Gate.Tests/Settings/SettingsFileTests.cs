using System.Net;
using Sallyport.Settings;

namespace Sallyport.Gate.Tests.Settings;

public sealed class SettingsFileTests
{
    private enum Answer
    {
        Close,
        WrongCode,
    }

    [Fact]
    public void every_type_reads_back()
    {
        var file = SettingsFile.Parse("gate.conf", """
            # a comment
            name = dora   # and one more
            [gate]
            quoted = "a # b "
            pending = 12
            wait = 1h30m
            peek = on
            answer = wrong-code
            listen = 192.0.2.1:22, [2001:db8::1]:22
            listen = 0.0.0.0:2222
            trusted = 129.78.68.7/24 2001:db8::/32 10.0.0.1
            file = /etc/sallyport/deny
            word = a b
            word = c
            [integration dorm]
            key = 1
            """);
        var gate = file.Section("gate");
        Assert.Equal("dora", file.Top.Text("name", null));
        Assert.Equal("a # b ", gate.Text("quoted", null));
        Assert.Equal(12, gate.Number("pending", 1, 0, 100));
        Assert.Equal(TimeSpan.FromMinutes(90), gate.Duration("wait", default, default, TimeSpan.FromDays(1)));
        Assert.True(gate.IsOn("peek", Switch.Off));
        Assert.Equal(Answer.WrongCode, gate.Choice("answer", Answer.Close));
        Assert.Equal(["192.0.2.1:22", "[2001:db8::1]:22", "0.0.0.0:2222"], gate.EndPoints("listen").Select(e => e.ToString()));
        Assert.Equal(["129.78.68.0/24", "2001:db8::/32", "10.0.0.1/32"], gate.Networks("trusted").Select(n => n.ToString()));
        Assert.Equal("/etc/sallyport/deny", gate.Path("file", null));
        Assert.Equal(["a", "b", "c"], gate.Words("word"));
        var dorm = Assert.Single(file.Sections("integration"));
        Assert.Equal("dorm", dorm.Name);
        Assert.Equal(1, dorm.Number("key", 0, 0, 9));
        Assert.Empty(file.Faults);
    }

    [Fact]
    public void what_is_missing_takes_the_default_and_is_no_fault()
    {
        var file = SettingsFile.Parse("x", "");
        var section = file.Section("gate");
        Assert.False(section.IsPresent);
        Assert.Equal(7, section.Number("n", 7, 0, 9));
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 22), section.EndPoint("at", new IPEndPoint(IPAddress.Loopback, 22)));
        Assert.False(section.IsOn("on", Switch.Off));
        Assert.Empty(section.Networks("n2"));
        Assert.Empty(file.Faults);
    }

    [Fact]
    public void all_faults_come_at_once_with_file_and_line()
    {
        var file = SettingsFile.Parse("/etc/x.conf", """
            [gate]
            pendign = 3
            wait = ten minutes
            wait = 10m
            peek = yes
            listen = 22
            trusted = 300.1.1.1/24
            just words
            [gaet]
            [gate]
            x = "open
            """);
        var gate = file.Section("gate");
        gate.Number("pending", 1, 0, 9);
        gate.Duration("wait", default, default, TimeSpan.FromHours(1));
        gate.IsOn("peek", Switch.Off);
        gate.EndPoints("listen");
        gate.Networks("trusted");
        gate.RequiredText("user");
        Assert.Equal(
            [
                "/etc/x.conf:1: user is missing in [gate]; write user = …",
                "/etc/x.conf:2: there is no key 'pendign' in [gate]; did you mean 'pending'?",
                "/etc/x.conf:3: wait is 'ten minutes'; write a time from 0s to 1h such as 30s, 10m, 1h, 30d",
                "/etc/x.conf:4: wait is already set in line 3; keep one of the two",
                "/etc/x.conf:5: peek is 'yes'; write one of: off, on",
                "/etc/x.conf:6: listen is '22'; write an address with a port such as 192.0.2.1:22 or [2001:db8::1]:22",
                "/etc/x.conf:7: trusted is '300.1.1.1/24'; write a network such as 192.0.2.0/24 or 2001:db8::/32, or one address",
                "/etc/x.conf:8: a setting is written key = value, not 'just words'",
                "/etc/x.conf:9: there is no section [gaet]; did you mean 'gate'?",
                "/etc/x.conf:10: section [gate] already exists in line 1; put the settings together there",
                "/etc/x.conf:11: the value has a quote that is not closed, or text after it; write \"…\"",
            ],
            file.Faults.Select(fault => fault.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("-5s")]
    [InlineData("1.5h")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("99999d")]
    [InlineData("9999999999s")]
    [InlineData("5 m")]
    public void what_is_no_duration_is_refused(string text) => Assert.Null(Duration.TryParse(text));

    [Theory]
    [InlineData("0s", 0)]
    [InlineData("250ms", 250)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("30d", 2_592_000_000)]
    public void durations_read_and_write_the_same(string text, long milliseconds)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Duration.TryParse(text));
        Assert.Equal(text, Duration.Text(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [Theory]
    [InlineData("10")]
    [InlineData("10.1/8")]
    [InlineData("1.2.3.4/33")]
    [InlineData("1.2.3.4/-1")]
    [InlineData("1.2.3.4/")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("::/129")]
    public void what_is_no_network_is_refused(string text) => Assert.Null(Cidr.TryParse(text));

    [Fact]
    public void a_file_that_is_not_there_or_too_large_is_one_fault()
    {
        var missing = SettingsFile.Load("/nonexistent/gate.conf");
        Assert.Contains("there is no such file", Assert.Single(missing.Faults).ToString(), StringComparison.Ordinal);
        var large = SettingsFile.Parse("x", new string('a', SettingsFile.MaxBytes + 1));
        Assert.Contains("larger than", Assert.Single(large.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void an_escape_sequence_in_the_file_does_not_reach_the_terminal()
    {
        var file = SettingsFile.Parse("x", "\u001b[2J = 1\n\u202ekey = 2");
        Assert.Equal(2, file.Faults.Count);
        Assert.All(file.Faults, fault => Assert.DoesNotContain(fault.ToString(), c => char.IsControl(c) || c == '\u202e'));
    }

    [Fact]
    public void no_text_makes_the_parser_throw_and_every_fault_names_a_line_of_the_file()
    {
        var random = new Random(20261120);
        string[] pieces = ["[", "]", "gate", " ", "=", "\"", "#", "\n", "\r", "\0", "1h", "::1", "/", "é", "\ud800", "key", ":22", "\t", ","];
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => pieces[random.Next(pieces.Length)]));
            var file = SettingsFile.Parse("f", text);
            foreach (var section in new[] { file.Top, file.Section("gate") }.Concat(file.Sections("gate")))
            {
                section.Number("key", 0, 0, 9);
                section.EndPoints("key");
                section.Networks("key");
                section.Duration("gate", default, default, TimeSpan.MaxValue);
            }

            var lines = text.Count(c => c == '\n') + 1;
            Assert.All(file.Faults, fault => Assert.InRange(fault.Line, 1, lines));
        }
    }
}
