using Sallyport.Authority.Logins;
using Sallyport.Authority.Push;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;

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
internal sealed class RadiusLogins(
    LoginService logins, PushLogins pushes, Conversations conversations, ProxiedSources proxied, RadiusConnectionTries connections, HelpLinks? help = null)
{
    /// <summary>A client that cannot be asked again has had all tries of a connection: the most that a policy may allow.</summary>
    private const int NoFurtherTry = 10;

    /// <summary>How long a request waits for a device: libpam-radius-auth sends it again after 3 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Requests that wait for a device at a time; more look and are asked again at once, so that codes always have room.</summary>
    private const int MostWaiting = 1024;

    private readonly HelpLinks help = help ?? HelpLinks.None;

    private int waiting;

    /// <summary>Whether the request's State is that of an open conversation with its client. It began with a proof of the secret, so it is one.</summary>
    public bool IsOpen(AccessRequest request) => request.State is { } state && conversations.StageOf(state, request.Client) is not null;

    /// <summary>Whether the request looks after a device that was asked.</summary>
    public bool IsWaiting(AccessRequest request) =>
        request is { State: { } state, Answer.Length: 0 } && conversations.StageOf(state, request.Client) == ConversationStage.Waiting;

    public async Task<Reply> DecideAsync(AccessRequest told, CancellationToken cancel)
    {
        if (told.State is { } state)
            return await ContinueAsync(told, state, cancel);

        var request = await WithTrueSourceAsync(told, cancel);
        return request.Answer.Length == 0 ? await BeginAsync(request, cancel) : await AnswerAtOnceAsync(request, cancel);
    }

    private async ValueTask<AccessRequest> WithTrueSourceAsync(AccessRequest told, CancellationToken cancel) =>
        told with { Attempt = await proxied.TrueAsync(told.Attempt, told.Process, cancel) };

    private async Task<Reply> BeginAsync(AccessRequest request, CancellationToken cancel) =>
        await logins.BeginAsync(request.Attempt, cancel) switch
        {
            LoginDecision.Allow => new Reply.Accept(),
            LoginDecision.Ask when connections.Of(request.Process).AreOver => NotOpen(),
            LoginDecision.Ask ask => Ask(request, ask.Prompt, connections.Of(request.Process).Answers),
            LoginDecision.Refuse refuse => Show(request, help.Text(refuse)),
            var other => throw new InvalidOperationException($"no reply is known for {other.GetType().Name}"),
        };

    private async Task<Reply> ContinueAsync(AccessRequest told, StateToken state, CancellationToken cancel)
    {
        if (conversations.Take(state, told.Attempt.User, told.Client) is not { } open)
            return NotOpen();
        if (open.Conversation.Stage == ConversationStage.Refused)
            return new Reply.Reject(null);

        try
        {
            // Some clients tell the source in their first request only.
            var request = open.Conversation.Source is { } first
                ? told with { Attempt = told.Attempt with { Source = first } }
                : await WithTrueSourceAsync(told, cancel);
            return open.Conversation is { Stage: ConversationStage.Waiting, Ticket: { } ticket } && request.Answer.Length == 0
                ? await WaitAsync(request, ticket, open.Conversation.EarlierTries, cancel)
                : await AnswerAsync(request, open.Conversation, cancel);
        }
        catch
        {
            // Not judged: the same packet sent again may still be.
            conversations.Return(open);
            throw;
        }
    }

    private async Task<Reply> AnswerAsync(AccessRequest request, Conversation conversation, CancellationToken cancel)
    {
        var tries = conversation.EarlierTries;
        if (DeviceChoice.Read(request.Answer, conversation.Menu) is { } choice)
            return await ChooseAsync(request, choice, tries, cancel);

        return await logins.AnswerAsync(request.Attempt, tries, request.Answer, cancel) switch
        {
            LoginDecision.Allow => new Reply.Accept(),
            LoginDecision.Ask ask => Ask(request, ask.Prompt, tries + 1),
            LoginDecision.Refuse { Refusal: LoginRefusal.Closed } refuse => Show(request, help.Text(refuse)),
            LoginDecision.Refuse refuse => EndConnection(request, refuse, tries + 1),
            var other => throw new InvalidOperationException($"no reply is known for {other.GetType().Name}"),
        };
    }

    /// <summary>A device is asked, and the challenge shows the number.</summary>
    private async Task<Reply> ChooseAsync(AccessRequest request, DeviceChoice choice, int tries, CancellationToken cancel) =>
        await pushes.AskAsync(request.Attempt, choice, NumberDisplay.Shown, cancel) switch
        {
            LoginDecision.Allow => new Reply.Accept(),
            LoginDecision.Wait wait => Wait(request, new PushTicket(request.Attempt, wait.Push, wait.Text), tries),
            LoginDecision.Sent sent => Challenge(request, $"{sent.Text} {sent.Prompt.Line}", Asked(request, sent.Prompt, tries)),
            LoginDecision.Refuse { Refusal: LoginRefusal.Closed } refuse => Show(request, help.Text(refuse)),
            LoginDecision.Refuse refuse => await AskInsteadAsync(request, refuse.Text, tries + 1, cancel),
            var other => throw new InvalidOperationException($"no reply is known for {other.GetType().Name}"),
        };

    /// <summary>Enter was pressed: the device has answered, answers within <see cref="Patience"/>, or is asked for again.</summary>
    private async Task<Reply> WaitAsync(AccessRequest request, PushTicket ticket, int tries, CancellationToken cancel)
    {
        try
        {
            var patience = Interlocked.Increment(ref waiting) <= MostWaiting ? Patience : TimeSpan.Zero;
            return await pushes.WaitAsync(ticket with { Attempt = request.Attempt }, patience, cancel) switch
            {
                null => Show(request, help.Text(RefusalMessage.Interrupted)),
                LoginDecision.Allow => new Reply.Accept(),
                LoginDecision.Wait => Wait(request, ticket, tries),
                LoginDecision.Refuse refuse => Show(request, help.Text(refuse)),
                var other => throw new InvalidOperationException($"no reply is known for {other.GetType().Name}"),
            };
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>No device can be asked: the same prompt again, after the reason.</summary>
    private async Task<Reply> AskInsteadAsync(AccessRequest request, string reason, int tries, CancellationToken cancel) =>
        tries >= NoFurtherTry
            ? new Reply.Reject(reason)
            : await logins.BeginAsync(request.Attempt, cancel) switch
            {
                LoginDecision.Allow => new Reply.Accept(),
                LoginDecision.Ask ask => Challenge(request, $"{reason} {ask.Prompt.Line}", Asked(request, ask.Prompt, tries)),
                LoginDecision.Refuse refuse => Show(request, help.Text(refuse)),
                var other => throw new InvalidOperationException($"no reply is known for {other.GetType().Name}"),
            };

    private async Task<Reply> AnswerAtOnceAsync(AccessRequest request, CancellationToken cancel)
    {
        if (DeviceChoice.Read(request.Answer) is { } choice)
            return await ChooseAsync(request, choice, tries: 0, cancel);

        return await logins.AnswerAsync(request.Attempt, NoFurtherTry, request.Answer, cancel) switch
        {
            LoginDecision.Allow => new Reply.Accept(),
            LoginDecision.Refuse refuse => new Reply.Reject(help.Text(refuse)),
            var other => throw new InvalidOperationException($"a client that has no further try was given {other.GetType().Name}"),
        };
    }

    private Reply.Reject NotOpen() => new(help.Text(RefusalMessage.NotPending));

    private Reply.Challenge Ask(AccessRequest request, Prompt prompt, int tries)
    {
        if (tries > 0)
            connections.Note(request.Process, new RadiusTries(tries, AreOver: false));
        return Challenge(request, prompt.Line, Asked(request, prompt, tries));
    }

    private Reply.Reject EndConnection(AccessRequest request, LoginDecision.Refuse refuse, int tries)
    {
        connections.Note(request.Process, new RadiusTries(tries, AreOver: true));
        return new Reply.Reject(help.Text(refuse));
    }

    private Reply.Challenge Wait(AccessRequest request, PushTicket ticket, int tries) => Challenge(
        request,
        ticket.Text.TrimEnd('.') + ", then press Enter here: ",
        new Conversation(request.Attempt.User, request.Client, tries, ConversationStage.Waiting) { Ticket = ticket, Source = request.Attempt.Source });

    private static Conversation Asked(AccessRequest request, Prompt prompt, int tries) =>
        new(request.Attempt.User, request.Client, tries, ConversationStage.Asked) { Menu = prompt.Menu, Source = request.Attempt.Source };

    /// <summary>libpam-radius-auth shows no text of a Reject, so the refusal is shown as a prompt; then comes the Reject.</summary>
    private Reply.Challenge Show(AccessRequest request, string text) =>
        Challenge(request, text + " Press Enter: ", new Conversation(request.Attempt.User, request.Client, 0, ConversationStage.Refused) { Source = request.Attempt.Source });

    private Reply.Challenge Challenge(AccessRequest request, string text, Conversation conversation) =>
        new(text, conversations.Start(conversation));
}
