using Sallyport.Authority.Duo.Logins;
using Sallyport.Authority.Duo.Wire;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Duo;

/// <summary>The calls of <c>/rest/v1</c>, in BSON and in JSON.</summary>
internal sealed class V1(DuoLogins logins, Transactions transactions)
{
    public async Task<DuoReply> PreauthAsync(SignedCall call, CancellationToken cancel)
    {
        if (call.Parameters.FindBytes("user") is not { } user)
            return DuoReply.InvalidParameters("user");
        return await logins.BeginAsync(logins.Attempt(call.Host, user, call.Parameters), cancel) switch
        {
            DuoStart.Asks asks => DuoReply.Ok(new DuoDocument { { "result", "auth" }, { "prompt", asks.Prompt.Lines }, { "factors", Factors(asks.Prompt) } }),
            DuoStart.Ends ends => Result(ends.Outcome),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no start of a login"),
        };
    }

    public async Task<DuoReply> AuthAsync(SignedCall call, CancellationToken cancel)
    {
        var parameters = call.Parameters;
        if (parameters.FindBytes("user") is not { } user)
            return DuoReply.InvalidParameters("user");
        var attempt = logins.Attempt(call.Host, user, parameters);
        // An asynchronous client prints every status that it fetches; a synchronous one prints the end.
        var display = Transactions.IsAsked(parameters) ? NumberDisplay.Shown : NumberDisplay.NotShown;

        DuoStep step;
        switch (parameters.Find("factor"))
        {
            case "auto" when parameters.Find("auto") is { } answer:
                step = await logins.AnswerAsync(attempt, answer, display, cancel);
                break;
            case "passcode" when parameters.Find("code") is { } code:
                step = await logins.AnswerAsync(attempt, code, display, cancel);
                break;
            case "push" or "phone" or "sms":
                step = await logins.AnswerAsync(attempt, parameters.Find("factor")!, display, cancel);
                break;
            default:
                return DuoReply.InvalidParameters("factor");
        }
        return transactions.Answer(call, step, Result);
    }

    public DuoReply Status(SignedCall call) => transactions.Fetch(call, Result, text => DuoReply.Ok(new DuoDocument { { "status", text } }));

    /// <summary>What a typed option stands for, and what is chosen by a client that cannot ask: the first device, if there is one.</summary>
    internal static DuoDocument Factors(Prompt prompt)
    {
        var factors = new DuoDocument { { "default", prompt.Menu is [var first, ..] ? first.Word : DuoLogins.NoFactor } };
        foreach (var line in prompt.Menu)
            factors.Add($"{line.Option}", line.Word);
        return factors;
    }

    private static DuoReply Result(DuoOutcome outcome) =>
        DuoReply.Ok(new DuoDocument { { "result", outcome.IsAllowed ? "allow" : "deny" }, { "status", outcome.Text } });
}
