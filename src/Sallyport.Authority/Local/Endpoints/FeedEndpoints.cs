using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Local.Endpoints;

/// <summary>
/// The gates' feed: <c>/v1/logins/stream</c>, a JSON object a line, for as long as the gate listens. On the Unix socket the gate's
/// group and administrators may read it; over HTTPS a gate shows its token, which is good for nothing else.
/// </summary>
internal sealed class FeedEndpoints(LoginFeed feed, AuthorityOptions options, GateTokens tokens)
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    public IResult Stream(HttpContext context, CancellationToken cancel) =>
        MayRead(context)
            ? Results.Stream(body => WriteAsync(body, cancel), "application/x-ndjson")
            : Answers.NotPermitted($"only members of {options.GateGroup}, administrators, and gates with a token may read the feed");

    private bool MayRead(HttpContext context) => LocalOnly.CallerOf(context) switch
    {
        { IsAdministrator: true } => true,
        { Name: { } name } => NameService.IsMember(name, options.GateGroup) is true,
        { } => false,
        null => context.Features.Get<ITlsHandshakeFeature>() is not null && tokens.Know(context.Request.Headers.Authorization),
    };

    private async Task WriteAsync(Stream body, CancellationToken cancel)
    {
        await body.FlushAsync(cancel);
        try
        {
            await foreach (var entry in feed.ReadAsync(cancel))
            {
                var line = new LoginResultMessage(entry.At, Word(entry.Result), entry.Source.ToString());
                await JsonSerializer.SerializeAsync(body, line, LocalJson.Default.LoginResultMessage, cancel);
                await body.WriteAsync(LineEnd, cancel);
                await body.FlushAsync(cancel);
            }
        }
        catch (OperationCanceledException)
        {
            // The gate has gone, or the authority stops: either ends the feed.
        }
    }

    private static string Word(LoginResult result) => result switch
    {
        LoginResult.Success => "success",
        LoginResult.WrongCode => "wrong-code",
        LoginResult.WrongUser => "wrong-user",
        LoginResult.DeniedPush => "denied-push",
        LoginResult.Refused => "refused",
        LoginResult.PasswordNext => "password-next",
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };
}
