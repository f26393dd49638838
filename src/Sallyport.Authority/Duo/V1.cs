using Sallyport.Authority.Duo.Calls;
using Sallyport.Authority.Duo.Logins;
using Sallyport.Authority.Duo.Wire;

namespace Sallyport.Authority.Duo;

/// <summary>The calls of <c>/rest/v1</c>, in BSON and in JSON.</summary>
internal sealed class V1(DuoLogins logins, Transactions transactions)
{
    public async Task<DuoReply> PreauthAsync(SignedCall call, CancellationToken cancel)
    {
        if (call.Parameters.FindBytes("user") is not { } user)
            return DuoReply.InvalidParameters("user");
        var attempt = logins.Attempt(call, user);
        return await logins.BeginAsync(attempt, cancel) switch
        {
            DuoStart.Asks asks => Auth(logins.MenuOf(call, attempt, asks.Prompt)),
            DuoStart.Ends ends => Result(ends.Outcome),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no start of a login"),
        };
    }

    public async Task<DuoReply> AuthAsync(SignedCall call, CancellationToken cancel)
    {
        var parameters = call.Parameters;
        if (parameters.FindBytes("user") is not { } user)
            return DuoReply.InvalidParameters("user");
        var attempt = logins.Attempt(call, user);
        var display = DuoLogins.DisplayOf(call);

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
            case "auto":
                return DuoReply.InvalidParameters("auto");
            case "passcode":
                return DuoReply.InvalidParameters("code");
            default:
                return DuoReply.InvalidParameters("factor");
        }
        return transactions.Answer(call, step, Result);
    }

    public DuoReply Status(SignedCall call) => transactions.Fetch(call, Result, text => DuoReply.Ok(new DuoDocument { { "status", text } }));

    private static DuoReply Auth(DuoMenu menu) =>
        DuoReply.Ok(new DuoDocument { { "result", "auth" }, { "prompt", menu.Text }, { "factors", menu.Factors } });

    private static DuoReply Result(DuoOutcome outcome) =>
        DuoReply.Ok(new DuoDocument { { "result", outcome.IsAllowed ? "allow" : "deny" }, { "status", outcome.Text } });
}
