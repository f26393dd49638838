using System.CommandLine;
using Sallyport.Authority.Local;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Sshd;

/// <summary>What the outside sshd runs as its <c>AuthorizedKeysCommand</c>; not for people. Without an answer it prints nothing, and the key opens nothing.</summary>
internal static class OfferedKeyCommand
{
    /// <summary>sshd itself hangs up after two minutes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly Argument<string> User = new("user");

    private static readonly Argument<string> Type = new("type");

    private static readonly Argument<string> Key = new("key");

    public static Command Create()
    {
        var command = AuthorityCommand.Create(KeyQuestion.OfferedKey, "Print the authorized_keys line of a key that is offered.", AnswerAsync, User, Type, Key);
        command.Hidden = true;
        return command;
    }

    private static async Task AnswerAsync(Call call)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(call.Cancel);
        patience.CancelAfter(Patience);
        var offered = new OfferedKeyMessage(call.Parsed.GetValue(User)!, call.Parsed.GetValue(Type)!, call.Parsed.GetValue(Key)!);
        var answer = await call.Authority.PostAsync(
            "/v1/door/key", offered, DayKeyJson.Default.OfferedKeyMessage, DayKeyJson.Default.AuthorizedKeyMessage, patience.Token);
        if (answer.Line is { } line)
            await call.Output.WriteLineAsync(line);
    }
}
