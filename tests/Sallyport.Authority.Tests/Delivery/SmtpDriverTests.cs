using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Delivery.Messages;

namespace Sallyport.Authority.Tests.Delivery;

/// <summary>Mail to a server of the test's, with every kind of TLS, and what each failure means.</summary>
public sealed class SmtpDriverTests
{
    [Theory]
    [InlineData(nameof(SmtpTls.Starttls), "starttls")]
    [InlineData(nameof(SmtpTls.Tls), "tls")]
    [InlineData(nameof(SmtpTls.None), "none")]
    public async Task A_mail_arrives_whole(string kind, string word)
    {
        await using var server = new TestMailServer(Enum.Parse<SmtpTls>(kind));
        using var way = Open(server, word, "user = sender\nto = {digits}@sms.example.net", "the password");
        var text = string.Join('\n', ".", "..", "From: nobody", new string('x', 2000), "grüße 1234567");
        Assert.Equal(DeliveryState.Sent, (await way.SendAsync(Ways.Message("+61491570006", text, title: "Für dich\r\nBcc: all@example.net"), CancellationToken.None)).State);

        Assert.Contains("MAIL FROM:<sallyport@example.net>", server.Lines);
        Assert.Contains("RCPT TO:<61491570006@sms.example.net>", server.Lines);
        Assert.Contains("AUTH PLAIN " + Convert.ToBase64String("\0sender\0the password"u8), server.Lines);
        Assert.Equal(word == "starttls" ? 2 : 1, server.Lines.Count(line => line.StartsWith("EHLO ", StringComparison.Ordinal)));
        var parts = Assert.Single(server.Mails).Split("\n\n", 2);
        Assert.Contains("Message-ID: <5f0c@example.net>", parts[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Bcc", parts[0], StringComparison.Ordinal);
        Assert.Equal(text + "\n", Encoding.UTF8.GetString(Convert.FromBase64String(parts[1])));
        Assert.All(parts[0].Split('\n'), line => Assert.True(line.Length <= 200, line));
    }

    [Theory]
    [InlineData("an unknown receiver", "RCPT", "550 no such user", nameof(DeliveryState.Refused), 1)]
    [InlineData("a wrong password", "AUTH", "535 no", nameof(DeliveryState.Refused), 1)]
    [InlineData("a server with no time", "MAIL", "451 later", nameof(DeliveryState.NotSent), 3)]
    [InlineData("a connection broken off before the mail", "DATA", "", nameof(DeliveryState.NotSent), 3)]
    [InlineData("a connection broken off after the mail", ".", "", nameof(DeliveryState.InDoubt), 1)]
    public async Task Only_what_was_certainly_not_taken_is_tried_again(string what, string command, string reply, string expected, int attempts)
    {
        await using var server = new TestMailServer(SmtpTls.Starttls) { Failure = (command, reply) };
        using var way = Open(server, "starttls", "user = sender", "the password");
        var result = await way.SendAsync(Ways.Message("alice@example.net", "1234567"), CancellationToken.None);
        Assert.True(expected == result.State.ToString(), $"{what}: {result}");
        Assert.Equal(attempts, server.Lines.Count(line => line == "STARTTLS"));
    }

    [Theory]
    [InlineData("AUTH PLAIN LOGIN", true)]
    [InlineData("AUTH LOGIN PLAIN", true)]
    [InlineData("AUTH CRAM-MD5 LOGIN", false)]
    [InlineData("auth login", false)]
    [InlineData("AUTH=LOGIN", false)]
    [InlineData("", true)]
    public async Task The_password_goes_by_PLAIN_where_that_is_offered_else_by_LOGIN(string offered, bool plain)
    {
        await using var server = new TestMailServer(SmtpTls.Starttls) { Auth = offered };
        using var way = Open(server, "starttls", "user = sender", "the password");
        Assert.Equal(DeliveryState.Sent, (await way.SendAsync(Ways.Message("alice@example.net", "1234567"), CancellationToken.None)).State);

        var lines = server.Lines.SkipWhile(line => !line.StartsWith("AUTH", StringComparison.Ordinal)).Take(plain ? 1 : 3);
        Assert.Equal(
            plain
                ? ["AUTH PLAIN " + Convert.ToBase64String("\0sender\0the password"u8)]
                : ["AUTH LOGIN", Convert.ToBase64String("sender"u8), Convert.ToBase64String("the password"u8)],
            lines);
    }

    [Fact]
    public async Task Where_neither_is_offered_the_password_does_not_leave()
    {
        await using var server = new TestMailServer(SmtpTls.Starttls) { Auth = "AUTH XOAUTH2 GSSAPI" };
        using var way = Open(server, "starttls", "user = sender", "the password");
        var result = await way.SendAsync(Ways.Message("alice@example.net", "1234567"), CancellationToken.None);
        Assert.Equal((DeliveryState.Refused, "the mail server offers neither AUTH PLAIN nor AUTH LOGIN"), (result.State, result.Detail));
        Assert.DoesNotContain(server.Lines, line => line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_STARTTLS_neither_the_password_nor_the_mail_leaves()
    {
        await using var server = new TestMailServer(SmtpTls.Starttls) { OffersStarttls = false };
        using var way = Open(server, "starttls", "user = sender", "the password");
        Assert.Equal(DeliveryState.Refused, (await way.SendAsync(Ways.Message("alice@example.net", "1234567"), CancellationToken.None)).State);
        Assert.All(server.Lines, line => Assert.StartsWith("EHLO ", line, StringComparison.Ordinal));
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task A_server_with_a_certificate_that_nobody_vouches_for_gets_nothing()
    {
        await using var server = new TestMailServer(SmtpTls.Tls);
        using var way = Ways.Open($"driver = smtp\nfor = sms\nserver = localhost:{server.Port}\nfrom = sallyport@example.net\ntls = tls\nattempts = 1");
        var result = await way.SendAsync(Ways.Message("alice@example.net", "1234567"), CancellationToken.None);
        Assert.Equal((DeliveryState.NotSent, "its certificate is not trusted"), (result.State, result.Detail));
        Assert.Empty(server.Lines);
    }

    [Theory]
    [InlineData("a second command", "alice@example.net>\r\nRCPT TO:<eve@example.net")]
    [InlineData("a second receiver", "alice@example.net,eve@example.net")]
    [InlineData("no address", "alice")]
    public async Task What_is_no_address_is_not_sent_to(string what, string to)
    {
        Assert.NotNull(what);
        await using var server = new TestMailServer(SmtpTls.None);
        using var way = Open(server, "none", "");
        Assert.Equal(DeliveryState.Refused, (await way.SendAsync(Ways.Message(to, "1234567"), CancellationToken.None)).State);
        Assert.Empty(server.Lines);
    }

    private static Deliverer Open(TestMailServer server, string tls, string more, string? secret = null) => Ways.Open(
        $"driver = smtp\nfor = sms\nserver = localhost:{server.Port}\nfrom = sallyport@example.net\ntls = {tls}\n{more}", secret, server.RootsFile);
}
