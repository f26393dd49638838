using Sallyport.Authority.Duo.Calls;
using Sallyport.Authority.Duo.Logins;
using Sallyport.Authority.Duo.Wire;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Duo;

/// <summary>The calls of <c>/auth/v2</c>.</summary>
internal sealed class V2(DuoLogins logins, Transactions transactions, TimeProvider time)
{
    /// <summary>Unsigned, and the signed <c>check</c>: the server's time, by which clients correct the date they sign.</summary>
    public DuoReply Time() => DuoReply.Ok(new DuoDocument { { "time", time.GetUtcNow().ToUnixTimeSeconds() } });

    public async Task<DuoReply> PreauthAsync(SignedCall call, CancellationToken cancel)
    {
        if (FindAttempt(call, out var fault) is not { } attempt)
            return fault;
        return await logins.BeginAsync(attempt, cancel) switch
        {
            DuoStart.Asks asks => DuoReply.Ok(Devices(asks.Prompt, call.Parameters, logins.MenuOf(call, attempt, asks.Prompt))),
            DuoStart.Ends ends => DuoReply.Ok(new DuoDocument { { "result", Word(ends.Outcome) }, { "status_msg", ends.Outcome.Text } }),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no start of a login"),
        };
    }

    public async Task<DuoReply> AuthAsync(SignedCall call, CancellationToken cancel)
    {
        var parameters = call.Parameters;
        if (FindAttempt(call, out var fault) is not { } attempt)
            return fault;

        var display = DuoLogins.DisplayOf(call);

        DuoStep step;
        switch (parameters.Find("factor"))
        {
            case "passcode" when parameters.Find("passcode") is { } code:
                step = await logins.AnswerAsync(attempt, code, display, cancel);
                break;
            case "prompt" when parameters.Find("prompt") is { } answer:
                step = await logins.AnswerAsync(attempt, answer, display, cancel);
                break;
            case "passcode":
                return DuoReply.InvalidParameters("passcode");
            case "prompt":
                return DuoReply.InvalidParameters("prompt");
            case "push" or "phone" or "sms" when parameters.Find("device") is null:
                return DuoReply.InvalidParameters("device");
            case "auto" or "push" or "phone" or "sms":
                var (factor, device) = (parameters.Find("factor")!, parameters.Find("device") ?? "auto");
                step = await logins.FindAsync(attempt, factor, device, cancel) is { } choice
                    ? await logins.ChooseAsync(attempt, choice, display, cancel)
                    : await logins.ChooseNoneAsync(attempt, cancel);
                break;
            default:
                return DuoReply.InvalidParameters("factor");
        }
        return transactions.Answer(call, step, Result);
    }

    public DuoReply AuthStatus(SignedCall call) => transactions.Fetch(
        call, Result, text => DuoReply.Ok(new DuoDocument { { "result", "waiting" }, { "status", "pushed" }, { "status_msg", text } }));

    /// <summary>A host cannot enrol anybody here: its key would then give away its users' second factors.</summary>
    public static DuoReply Enroll() => DuoReply.Forbidden("users enrol themselves, with the sallyport command in a session on the login server");

    /// <summary>Hosts manage nothing and nobody.</summary>
    public static DuoReply Administration() => DuoReply.Forbidden(
        "this authority has no Admin API or Accounts API; its administrators use the sallyport command or the portal");

    /// <summary>There is none, and a client that asks must live with that (the service it was made for says so too, where none was uploaded).</summary>
    public static DuoReply Logo() => DuoReply.NotFound();

    /// <summary>Exactly one of <c>username</c> and <c>user_id</c>. A person has no other id here than the name.</summary>
    private LoginAttempt? FindAttempt(SignedCall call, out DuoReply fault)
    {
        var (name, id) = (call.Parameters.FindBytes("username"), call.Parameters.FindBytes("user_id"));
        fault = DuoReply.InvalidParameters(name is null ? "username" : "user_id");
        return (name is null) == (id is null) ? null : logins.Attempt(call, name ?? id!);
    }

    // The person's devices, and one of type token that stands for whatever code is expected.
    private static DuoDocument Devices(Prompt prompt, FormParameters parameters, DuoMenu menu)
    {
        var token = new DuoDocument
        {
            { "device", "PASSCODE" },
            { "type", "token" },
            { "name", prompt.Text.TrimEnd(':', ' ') },
            { "display_name", prompt.Text.TrimEnd(':', ' ') },
            { "capabilities", new DuoValue.List([]) },
        };
        var response = new DuoDocument
        {
            { "result", "auth" },
            { "status_msg", "Account is active" },
            { "devices", new DuoValue.List([.. OwnDevices(prompt), token]) },
        };
        if (string.Equals(parameters.Find("text_prompt"), "1", StringComparison.Ordinal))
        {
            response.Add("prompt", new DuoDocument
            {
                { "text", menu.Text },
                { "factors", menu.Factors },
            });
        }
        return response;
    }

    private static IEnumerable<DuoValue> OwnDevices(Prompt prompt) =>
        from line in prompt.Menu
        where line.Device is not null
        group line by line.Device into lines
        select (DuoValue)new DuoDocument
        {
            { "device", lines.Key.Id.Text },
            { "type", "phone" },
            { "number", lines.Key.PhoneNumber?.Masked ?? "" },
            { "name", lines.Key.Name },
            { "display_name", lines.Key.Name },
            { "capabilities", new DuoValue.List(["auto", .. lines.Select(line => (DuoValue)(line.Choice with { Device = null }).Word)]) },
        };

    private static DuoReply Result(DuoOutcome outcome) => DuoReply.Ok(new DuoDocument
    {
        { "result", Word(outcome) },
        { "status", outcome.Status },
        { "status_msg", outcome.Text },
    });

    private static string Word(DuoOutcome outcome) => outcome.IsAllowed ? "allow" : "deny";
}
