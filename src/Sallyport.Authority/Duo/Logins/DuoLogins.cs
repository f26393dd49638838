using System.Collections.Immutable;
using System.Globalization;
using Sallyport.Authority.Duo.Calls;
using Sallyport.Authority.Duo.Wire;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Push;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Duo.Logins;

/// <summary>The logins of this face: the same for every dialect. It translates; the rules decide.</summary>
internal sealed class DuoLogins(
    LoginService logins, PushLogins pushes, PromptNumbers numbers, DuoConnectionTries tries, ImmutableArray<string> codeFirstHosts, HelpLinks? help = null)
{
    /// <summary>What a client without a terminal chooses when it is given no code and there is no device (<c>factors.default</c>): it cannot succeed, and says why.</summary>
    public const string NoFactor = "passcode";

    /// <summary>A number that no device has.</summary>
    private const int NoDevice = 0;

    private const string WrongCode = "That code is wrong or has already been used.";

    private readonly HelpLinks help = help ?? HelpLinks.None;

    public LoginAttempt Attempt(SignedCall call, ReadOnlySpan<byte> user) =>
        new(WireText.Read(user, Person.MostNameLength), Addresses.Parse(call.Parameters.Find("ipaddr")), call.Host.Name)
        {
            Order = codeFirstHosts.Contains(call.Host.Name, StringComparer.Ordinal) ? LoginOrder.CodeFirst : LoginOrder.CodeLast,
            Command = call.Info.Command,
            Told = call.Info.Told,
        };

    /// <summary>The first call of a login.</summary>
    public async Task<DuoStart> BeginAsync(LoginAttempt attempt, CancellationToken cancel) =>
        await logins.BeginAsync(attempt, tries.Of(attempt), cancel) switch
        {
            LoginDecision.Ask ask => new DuoStart.Asks(ask.Prompt),
            LoginDecision.Refuse { Refusal: LoginRefusal.WrongCode } => new DuoStart.Ends(new DuoOutcome(IsAllowed: false, help.Text(RefusalMessage.NoTriesLeft))),
            var decision => new DuoStart.Ends(End(decision)),
        };

    /// <summary>The prompt for this client.</summary>
    public DuoMenu MenuOf(SignedCall call, LoginAttempt attempt, Prompt prompt) =>
        call.Waiting == Waiting.Kept ? DuoMenu.WithNumber(prompt, attempt, numbers) : DuoMenu.Of(prompt);

    /// <summary>An asynchronous client prints every status that it fetches; a synchronous one prints the end, and pam_duo what it may.</summary>
    public static NumberDisplay DisplayOf(SignedCall call) =>
        Transactions.IsAsked(call.Parameters) && call.Waiting == Waiting.Shown ? NumberDisplay.Shown : NumberDisplay.NotShown;

    /// <summary>What was typed, or taken from <c>DUO_PASSCODE</c>: a code, or a device factor, which is no guess and counts as none.</summary>
    public async Task<DuoStep> AnswerAsync(LoginAttempt attempt, string answer, NumberDisplay display, CancellationToken cancel)
    {
        if (string.Equals(answer, NoFactor, StringComparison.Ordinal))
            return new DuoStep.Ends(await WithoutCodeAsync(attempt, cancel));
        if (await ChoiceAsync(attempt, answer, cancel) is { } choice)
        {
            return numbers.Take(attempt, answer) is { } shown
                ? Step(attempt, await pushes.AskAsync(attempt, choice, shown, cancel))
                : await ChooseAsync(attempt, choice, display, cancel);
        }

        return Step(attempt, await logins.AnswerAsync(attempt, earlierTries: 0, answer, cancel));
    }

    /// <summary>A factor that needs a device was chosen.</summary>
    public async Task<DuoStep> ChooseAsync(LoginAttempt attempt, DeviceChoice choice, NumberDisplay display, CancellationToken cancel) =>
        Step(attempt, await pushes.AskAsync(attempt, choice, display, cancel));

    /// <summary>A factor that needs a device was chosen, and there is none for it.</summary>
    public Task<DuoStep> ChooseNoneAsync(LoginAttempt attempt, CancellationToken cancel) =>
        ChooseAsync(attempt, new DeviceChoice(FactorKind.Push, NoDevice), NumberDisplay.NotShown, cancel);

    /// <summary>A device by its id or <c>auto</c>, and a factor by its name or <c>auto</c>, as <c>/auth/v2</c> names them; null when there is none.</summary>
    public async Task<DeviceChoice?> FindAsync(LoginAttempt attempt, string factor, string device, CancellationToken cancel)
    {
        var prompt = await logins.PromptAsync(attempt, cancel);
        return prompt?.Menu.FirstOrDefault(line =>
            (factor == "auto" ? line.Choice.Way != FactorKind.Sms : DeviceChoice.Read(factor)?.Way == line.Choice.Way)
            && (device == "auto" || line.Device?.Id.Text == device))?.Choice;
    }

    /// <summary>The end of a wait; null when nothing came within <paramref name="most"/>.</summary>
    public async Task<DuoOutcome?> WaitAsync(PushTicket ticket, TimeSpan most, CancellationToken cancel) =>
        await pushes.WaitAsync(ticket, most, cancel) switch
        {
            null => new DuoOutcome(IsAllowed: false, help.Text(RefusalMessage.Interrupted)),
            LoginDecision.Wait => null,
            var decision => Counted(ticket.Attempt, decision),
        };

    private async Task<DuoOutcome> WithoutCodeAsync(LoginAttempt attempt, CancellationToken cancel) =>
        await logins.BeginAsync(attempt, cancel) switch
        {
            LoginDecision.Ask => new(IsAllowed: false, help.Text(RefusalMessage.CodeNeeded)),
            var decision => End(decision),
        };

    /// <summary>An option's number is known from the menu; clients that were given the menu send its word instead.</summary>
    private async Task<DeviceChoice?> ChoiceAsync(LoginAttempt attempt, string answer, CancellationToken cancel)
    {
        if (PromptNumbers.Read(answer) is { } word)
            return word;
        return answer.Trim() is { Length: 1 or 2 } digits
            && byte.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && await logins.PromptAsync(attempt, cancel) is { } prompt
                ? DeviceChoice.Read(answer, prompt.Menu)
                : null;
    }

    private DuoStep Step(LoginAttempt attempt, LoginDecision decision) => decision is LoginDecision.Wait wait
        ? new DuoStep.Waits(new PushTicket(attempt, wait.Push, wait.Text))
        : new DuoStep.Ends(Counted(attempt, decision));

    private DuoOutcome Counted(LoginAttempt attempt, LoginDecision decision)
    {
        tries.Count(attempt, decision);
        return End(decision);
    }

    private DuoOutcome End(LoginDecision decision) => decision switch
    {
        LoginDecision.Allow { Approval: var approval } => new(IsAllowed: true, Welcome(approval)),
        LoginDecision.Sent sent => new(IsAllowed: false, sent.Text) { Status = "sms_sent" },
        LoginDecision.Refuse { Refusal: LoginRefusal.PushExpired } refuse => new(IsAllowed: false, help.Text(refuse)) { Status = "timeout" },
        LoginDecision.Refuse refuse => new(IsAllowed: false, help.Text(refuse)),
        // The client asks anew, with a call of its own.
        _ => new(IsAllowed: false, WrongCode),
    };

    private static string Welcome(Approval approval) =>
        approval switch
        {
            { Notices: [_, ..] notices } => string.Join(' ', notices),
            { Ground: ApprovalGround.TrustedNetwork } => "Trusted network: no code needed.",
            { Ground: ApprovalGround.NotEnforced } => "No code is needed yet.",
            _ => "Success. Logging you in...",
        };
}
