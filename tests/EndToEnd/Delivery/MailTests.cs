using EndToEnd.Machine;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Tests.Delivery;

namespace EndToEnd.Delivery;

/// <summary>Mail to a server of other people's: Debian's python3-aiosmtpd, which wants a password by one mechanism or the other.</summary>
[Needs("/usr/bin/python3 /usr/lib/python3/dist-packages/aiosmtpd/smtp.py")]
public sealed class MailTests
{
    private const string Server = """
        import sys
        from aiosmtpd.controller import Controller
        from aiosmtpd.smtp import AuthResult
        class Handler:
            async def handle_DATA(self, server, session, envelope):
                print('mail for', *envelope.rcpt_tos, flush=True)
                return '250 taken'
        def check(server, session, envelope, mechanism, data):
            print(mechanism, flush=True)
            return AuthResult(success=(data.login, data.password) == (b'sender', b'the password'), handled=False)
        Controller(Handler(), hostname='127.0.0.1', port=int(sys.argv[1]), authenticator=check, auth_required=True, auth_require_tls=False,
                   auth_exclude_mechanism=sys.argv[2:]).start()
        print('ready', flush=True)
        sys.stdin.read()
        """;

    [Theory]
    [InlineData("LOGIN", "the password", nameof(DeliveryState.Sent), "PLAIN,mail for alice@example.net")]
    [InlineData("PLAIN", "the password", nameof(DeliveryState.Sent), "LOGIN,mail for alice@example.net")]
    [InlineData("PLAIN", "another password", nameof(DeliveryState.Refused), "LOGIN")]
    public async Task the_password_goes_by_the_mechanism_that_the_server_has(string excluded, string password, string expected, string told)
    {
        var port = FreePort.ForTcp();
        using var server = Run.Start("/usr/bin/python3", ["-c", Server, $"{port}", excluded], new Dictionary<string, string>(StringComparer.Ordinal));
        try
        {
            Assert.Equal("ready", await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            using var way = Ways.Open($"driver = smtp\nfor = sms\nserver = 127.0.0.1:{port}\nfrom = sallyport@example.net\ntls = none\nuser = sender", password);

            Assert.Equal(expected, (await way.SendAsync(Ways.Message("alice@example.net", "1234567"), CancellationToken.None)).State.ToString());

            server.StandardInput.Close();
            Assert.Equal(told, (await server.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim().ReplaceLineEndings(","));
        }
        finally
        {
            if (!server.HasExited)
                server.Kill();
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }
}
