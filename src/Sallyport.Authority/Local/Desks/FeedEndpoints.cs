using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;

namespace Sallyport.Authority.Local.Desks;

/// <summary>The gates' feed: <c>/v1/logins/stream</c>, a JSON object a line, for as long as the gate listens.</summary>
internal sealed class FeedEndpoints(LoginFeed feed, AuthorityOptions options)
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    public IResult Stream(Caller caller, CancellationToken cancel) =>
        caller.IsAdministrator || (caller.Name is { } name && UnixUsers.IsMember(name, options.GateGroup))
            ? Results.Stream(body => WriteAsync(body, cancel), "application/x-ndjson")
            : Answers.NotPermitted($"only members of {options.GateGroup} and administrators may read the feed");

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
        _ => throw new ArgumentOutOfRangeException(nameof(result)),
    };
}
