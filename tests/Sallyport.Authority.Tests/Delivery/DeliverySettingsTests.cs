using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery.Messages;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>The sections of delivery: what is understood, and what is refused with the line that is wrong.</summary>
public sealed class DeliverySettingsTests
{
    [Fact]
    public void Kannels_interface_is_written_in_four_lines()
    {
        var way = Ways.Read("""
            [deliver kannel]
            driver = http
            for = sms
            method = get
            url = http://127.0.0.1:13013/cgi-bin/sendsms?username=sallyport&password={secret}&to={to}&text={text}
            success = 202
            """);
        var http = Assert.IsType<DriverOptions.Http>(way.Driver);
        Assert.Equal((HttpMethod.Get, 3, 202), (http.Method, way.Attempts, Assert.Single(http.Success)));
        Assert.True(way.For.SetEquals([Purpose.Sms]));
    }

    [Theory]
    [InlineData("a password in the clear over a network", "driver = http\nfor = sms\nurl = http://gateway.example.net/send", "https://")]
    [InlineData("a message that chooses the server", "driver = http\nfor = sms\nurl = https://{to}/send", "with no {…} before the path")]
    [InlineData("a message that chooses the server's end", "driver = http\nfor = sms\nurl = https://gateway.example{to}/send", "with no {…} before the path")]
    [InlineData("a place that is none", "driver = http\nfor = sms\nurl = https://gateway.example.net/{too}", "with the values")]
    [InlineData("a brace that does not close", "driver = http\nfor = sms\nurl = https://gateway.example.net/\nbody = {to", "with the values")]
    [InlineData("two headers in one", "driver = http\nfor = sms\nurl = https://gateway.example.net/\nheader = nothing", "Name: value")]
    [InlineData("a failure that counts as success", "driver = http\nfor = sms\nurl = https://gateway.example.net/\nsuccess = 500", "200 to 299")]
    [InlineData("a purpose that is none", "driver = ntfy\nfor = pidgeon\nserver = https://ntfy.example.net", "sms, phone, push, alert")]
    [InlineData("no purpose", "driver = ntfy\nserver = https://ntfy.example.net", "for is missing")]
    [InlineData("no driver", "for = sms\nurl = https://gateway.example.net/", "driver is missing")]
    [InlineData("passcodes as an argument, for all the machine to read", "driver = command\nfor = sms\ncommand = /usr/bin/send {text}", "standard input")]
    [InlineData("a program without a path", "driver = command\nfor = sms\ncommand = send {to}", "full path")]
    [InlineData("mail in the clear over a network", "driver = smtp\nfor = alert\nserver = mail.example.net\ntls = none\nfrom = a@example.net", "localhost")]
    [InlineData("a user without a password", "driver = smtp\nfor = alert\nserver = mail.example.net\nfrom = a@example.net\nuser = me", "secret-file")]
    [InlineData("a sender that is two", "driver = smtp\nfor = alert\nserver = mail.example.net\nfrom = a@example.net>,b", "mail address")]
    [InlineData("a name and a password in the address", "driver = gotify\nfor = push\nserver = https://me:you@gotify.example.net", "https")]
    public void What_cannot_be_meant_is_a_fault(string what, string lines, string says)
    {
        var faults = Ways.Faults("[deliver test]\n" + lines);
        Assert.True(faults.Any(fault => fault.Contains(says, StringComparison.Ordinal)), $"{what}: {string.Join('\n', faults)}");
    }

    [Theory]
    [InlineData("[sms]\ncount = 11", "count")]
    [InlineData("[sms]\nlife = 5s", "life")]
    [InlineData("[web-push]\ncontact = me", "mailto:")]
    [InlineData("[web-push]\ncontact = mailto:root@localhost", "localhost")]
    public void Bounds_are_kept(string text, string says) =>
        Assert.Contains(says, Assert.Single(Ways.Faults(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("{{{to}}}", "{+614}")]
    [InlineData("{{to}}", "{to}")]
    [InlineData("a {digits} {person} {title}", "a 614 alice Login waits")]
    public void Braces_are_written_twice(string template, string expected) =>
        Assert.Equal(expected, Template.Parse(template)!.Fill(Ways.Message("+614", "text"), null, Escaping.Plain));

    [Fact]
    public void Xml_around_a_value_stays_as_it_is() =>
        Assert.Equal("<Say>&lt;Hangup/&gt; &amp; &quot;x&quot;</Say>", Template.Parse("<Say>{text}</Say>")!.Fill(Ways.Message("", "<Hangup/> & \"x\""), null, Escaping.Xml));
}
