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
        var attempt = DuoLogins.Attempt(call.Host, user, call.Parameters.Find("ipaddr"));
        return await logins.BeginAsync(attempt, cancel) switch
        {
            DuoStart.Asks asks => DuoReply.Ok(new DuoDocument
            {
                { "result", "auth" },
                { "prompt", asks.Prompt.Text },
                { "factors", new DuoDocument { { "default", DuoLogins.DefaultFactor } } },
            }),
            DuoStart.Ends ends => Result(ends.Outcome),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no start of a login"),
        };
    }

    public async Task<DuoReply> AuthAsync(SignedCall call, CancellationToken cancel)
    {
        var parameters = call.Parameters;
        if (parameters.FindBytes("user") is not { } user)
            return DuoReply.InvalidParameters("user");
        var attempt = DuoLogins.Attempt(call.Host, user, parameters.Find("ipaddr"));

        DuoOutcome outcome;
        switch (parameters.Find("factor"))
        {
            case "auto" when parameters.Find("auto") is { } answer:
                outcome = await logins.AnswerAsync(attempt, answer, cancel);
                break;
            case "passcode" when parameters.Find("code") is { } code:
                outcome = await logins.AnswerAsync(attempt, code, cancel);
                break;
            case "push" or "phone" or "sms":
                outcome = await logins.ChooseDeviceAsync(attempt, cancel);
                break;
            default:
                return DuoReply.InvalidParameters("factor");
        }
        return transactions.Answer(call, outcome, Result);
    }

    public DuoReply Status(SignedCall call) => transactions.Fetch(call, Result);

    private static DuoReply Result(DuoOutcome outcome) =>
        DuoReply.Ok(new DuoDocument { { "result", outcome.IsAllowed ? "allow" : "deny" }, { "status", outcome.Text } });
}
