using System.Text.RegularExpressions;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Duo.Logins;

/// <summary>What an attempt to log in came to, in the words of this protocol.</summary>
/// <param name="Text">One line for the person.</param>
internal sealed record DuoOutcome(bool IsAllowed, string Text);

/// <summary>What a login starts with: a prompt, or an end at once.</summary>
internal abstract record DuoStart
{
    private DuoStart()
    {
    }

    public sealed record Asks(Prompt Prompt) : DuoStart;

    public sealed record Ends(DuoOutcome Outcome) : DuoStart;
}

/// <summary>The logins of this face: the same for every dialect. It translates; the rules decide.</summary>
internal sealed partial class DuoLogins(LoginService logins)
{
    /// <summary>What a client without a terminal chooses when it is given no code (<c>factors.default</c>): it cannot succeed, and says why.</summary>
    public const string DefaultFactor = "passcode";

    private const string NoDevices = "You have no device for push, sms or phone here. Give a code instead.";
    private const string CodeNeeded = "This login needs a code: set DUO_PASSCODE to it and let ssh send it (SendEnv DUO_PASSCODE).";
    private const string WrongCode = "That code is wrong or was used.";

    public static LoginAttempt Attempt(DuoHost host, ReadOnlySpan<byte> user, string? address) =>
        new(WireText.Read(user, Person.MostNameLength), Addresses.Parse(address), host.Name);

    /// <summary>The first call of a login.</summary>
    public async Task<DuoStart> BeginAsync(LoginAttempt attempt, CancellationToken cancel) =>
        await logins.BeginAsync(attempt, cancel) switch
        {
            LoginDecision.Ask ask => new DuoStart.Asks(ask.Prompt),
            var decision => new DuoStart.Ends(End(decision)),
        };

    /// <summary>What was typed, or taken from <c>DUO_PASSCODE</c>: a code, or the name of a device factor, which is no guess and counts as none.</summary>
    public async Task<DuoOutcome> AnswerAsync(LoginAttempt attempt, string answer, CancellationToken cancel)
    {
        if (string.Equals(answer, DefaultFactor, StringComparison.Ordinal))
            return await WithoutCodeAsync(attempt, CodeNeeded, cancel);
        if (DeviceFactor().IsMatch(answer) && !await MayBeWebOtpAsync(attempt, answer, cancel))
            return await WithoutCodeAsync(attempt, NoDevices, cancel);
        return End(await logins.AnswerAsync(attempt, earlierTries: 0, answer, cancel));
    }

    /// <summary>A factor that needs a device was chosen.</summary>
    public Task<DuoOutcome> ChooseDeviceAsync(LoginAttempt attempt, CancellationToken cancel) => WithoutCodeAsync(attempt, NoDevices, cancel);

    private async Task<DuoOutcome> WithoutCodeAsync(LoginAttempt attempt, string refusal, CancellationToken cancel) =>
        await logins.BeginAsync(attempt, cancel) switch
        {
            LoginDecision.Ask => new(IsAllowed: false, refusal),
            var decision => End(decision),
        };

    // "push2" could also be somebody's five characters.
    private async Task<bool> MayBeWebOtpAsync(LoginAttempt attempt, string answer, CancellationToken cancel) =>
        answer.Length == WebOtpCode.Length
        && await logins.BeginAsync(attempt, cancel) is LoginDecision.Ask { Prompt.Expected: FactorKind.WebOtp };

    private static DuoOutcome End(LoginDecision decision) => decision switch
    {
        LoginDecision.Allow { Approval: var approval } => new(IsAllowed: true, Welcome(approval)),
        LoginDecision.Refuse refuse => new(IsAllowed: false, refuse.Text),
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

    [GeneratedRegex("^(?:push|phone|sms)[0-9]{0,2}$", RegexOptions.NonBacktracking)]
    private static partial Regex DeviceFactor();
}
