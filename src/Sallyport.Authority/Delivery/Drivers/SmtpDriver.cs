using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Machine.Outbound;
using Sallyport.Authority.Secrets;

namespace Sallyport.Authority.Delivery.Drivers;

/// <summary>Mail (RFC 5321), and with it every gateway that makes a text message of a mail. One connection a message.</summary>
internal sealed class SmtpDriver(DriverOptions.Smtp options, Secret? password, TrustedRoots roots, TimeSpan timeout, TimeProvider clock) : IDriver
{
    public bool DropsCopies => false;

    public async Task<DeliveryResult> SendAsync(Message message, CancellationToken cancel)
    {
        var to = options.To.Fill(message, null, Escaping.Plain);
        if (!MailAddresses.IsAddress(to))
            return new DeliveryResult(DeliveryState.Refused, "the receiver has no e-mail address");

        using var patience = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        var isHandedOver = false;
        try
        {
            await using var session = await SmtpSession.OpenAsync(options.Server, options.Tls, roots, either.Token);
            if (options.User is { } user)
                await session.AuthenticateAsync(user, password!, either.Token);
            await session.ExpectAsync($"MAIL FROM:<{options.From}>", 250, either.Token);
            await session.ExpectAsync($"RCPT TO:<{to}>", 250, either.Token);
            await session.ExpectAsync("DATA", 354, either.Token);
            // From here on a lost connection leaves it open whether the server has the mail (RFC 5321 section 4.5.3.2.6, RFC 1047).
            isHandedOver = true;
            await session.ExpectAsync(Mail(message, to), 250, either.Token);
            return new DeliveryResult(DeliveryState.Sent, "the mail server accepted it");
        }
        catch (SmtpReplyException reply)
        {
            return new DeliveryResult(reply.IsTemporary ? DeliveryState.NotSent : DeliveryState.Refused, reply.Message);
        }
        catch (Exception fault) when (fault is IOException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException
            || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            var detail = fault is System.Security.Authentication.AuthenticationException ? "its certificate is not trusted" : "the mail server does not answer";
            return new DeliveryResult(isHandedOver ? DeliveryState.InDoubt : DeliveryState.NotSent, detail);
        }
    }

    public void Dispose()
    {
    }

    /// <summary>Headers and text (RFC 5322), ended by the dot. The text is base64, so that no line of it can be taken for the end.</summary>
    private string Mail(Message message, string to)
    {
        var domain = options.From[(options.From.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var text = message.Link is { } link ? $"{message.Text.Reveal()}\n\n{link.AbsoluteUri}\n" : message.Text.Reveal() + "\n";
        return string.Join(
            "\r\n",
            $"From: <{options.From}>",
            $"To: <{to}>",
            $"Subject: =?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(Shortened(message.Title)))}?=",
            $"Date: {clock.GetUtcNow():ddd, dd MMM yyyy HH:mm:ss} +0000",
            $"Message-ID: <{message.Id}@{domain}>",
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
            string.Empty,
            Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks),
            ".");
    }

    // An encoded word has at most 75 characters (RFC 2047 section 2).
    private static string Shortened(string title)
    {
        while (Encoding.UTF8.GetByteCount(title) > 45)
            title = title[..^(char.IsLowSurrogate(title[^1]) && title.Length > 1 ? 2 : 1)];
        return title;
    }
}
