using Sallyport.Authority.Logins;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Radius;

/// <summary>An Access-Request in the terms of a login.</summary>
/// <param name="Answer">What was typed; empty when nothing was.</param>
/// <param name="State">The State that came along, or null.</param>
/// <param name="Process">The process of this machine that asks, or null.</param>
internal sealed record AccessRequest(RadiusClient Client, LoginAttempt Attempt, string Answer, StateToken? State, int? Process);

/// <summary>
/// The conversation: an empty password begins it, an Access-Challenge asks, the answer comes with its State. A client that
/// sends the code in its first request gets the answer in one step.
/// </summary>
internal sealed class RadiusLogins(LoginService logins, Conversations conversations, ProxiedSources proxied)
{
    /// <summary>A client that cannot be asked again has had all tries of a connection: the most that a policy may allow.</summary>
    private const int NoFurtherTry = 10;

    private static readonly Reply.Reject NotOpen = new("This login is no longer open. Connect again for another try.");

    public async Task<Reply> DecideAsync(AccessRequest told, CancellationToken cancel)
    {
        var request = told with { Attempt = await proxied.TrueAsync(told.Attempt, told.Process, cancel) };
        return await (request switch
        {
            { State: { } state } => ContinueAsync(request, state, cancel),
            { Answer.Length: 0 } => BeginAsync(request, cancel),
            _ => AnswerAtOnceAsync(request, cancel),
        });
    }

    private async Task<Reply> BeginAsync(AccessRequest request, CancellationToken cancel) =>
        await logins.BeginAsync(request.Attempt, cancel) switch
        {
            LoginDecision.Allow => new Reply.Accept(),
            LoginDecision.Ask ask => Ask(request, ask.Prompt, 0),
            LoginDecision.Refuse refuse => Show(request, refuse),
            var other => throw new InvalidOperationException($"no reply is known for {other.GetType().Name}"),
        };

    private async Task<Reply> ContinueAsync(AccessRequest request, StateToken state, CancellationToken cancel)
    {
        if (conversations.Take(state, request.Attempt.User, request.Client) is not { } open)
            return NotOpen;
        if (open.Conversation.Stage == Stage.Refused)
            return new Reply.Reject(null);

        var tries = open.Conversation.EarlierTries;
        LoginDecision decision;
        try
        {
            decision = await logins.AnswerAsync(request.Attempt, tries, request.Answer, cancel);
        }
        catch
        {
            // Not judged: the same packet sent again may still be.
            conversations.Return(open);
            throw;
        }

        return decision switch
        {
            LoginDecision.Allow => new Reply.Accept(),
            LoginDecision.Ask ask => Ask(request, ask.Prompt, tries + 1),
            LoginDecision.Refuse { Refusal: Refusal.Closed } refuse => Show(request, refuse),
            LoginDecision.Refuse refuse => new Reply.Reject(refuse.Text),
            _ => throw new InvalidOperationException($"no reply is known for {decision.GetType().Name}"),
        };
    }

    private async Task<Reply> AnswerAtOnceAsync(AccessRequest request, CancellationToken cancel) =>
        await logins.AnswerAsync(request.Attempt, NoFurtherTry, request.Answer, cancel) switch
        {
            LoginDecision.Allow => new Reply.Accept(),
            LoginDecision.Refuse refuse => new Reply.Reject(refuse.Text),
            var other => throw new InvalidOperationException($"a client that has no further try was given {other.GetType().Name}"),
        };

    private Reply.Challenge Ask(AccessRequest request, Prompt prompt, int tries) =>
        Challenge(request, prompt.Text, new Conversation(request.Attempt.User, request.Client, tries, Stage.Asked));

    /// <summary>libpam-radius-auth shows no text of a Reject, so the refusal is shown as a prompt; then comes the Reject.</summary>
    private Reply.Challenge Show(AccessRequest request, LoginDecision.Refuse refuse) =>
        Challenge(request, refuse.Text + " Press Enter: ", new Conversation(request.Attempt.User, request.Client, 0, Stage.Refused));

    private Reply.Challenge Challenge(AccessRequest request, string text, Conversation conversation) =>
        new(text, conversations.Start(conversation));
}
