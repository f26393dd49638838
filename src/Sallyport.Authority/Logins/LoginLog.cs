using Microsoft.Extensions.Logging;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Logins;

/// <summary>One line for each login that was decided, with the time, the source and the name that was tried.</summary>
internal sealed class LoginLog(ILogger logger) : ILoginObserver
{
    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
        switch (decision)
        {
            case LoginDecision.Allow allow:
                logger.LoginAllowed(Escaped(attempt.User), attempt.Source, Escaped(attempt.Host), Ground(allow.Approval));
                break;
            case LoginDecision.Refuse refuse:
                logger.LoginRefused(Escaped(attempt.User), attempt.Source, Escaped(attempt.Host), refuse.Refusal);
                break;
            case LoginDecision.Wait { Events.IsEmpty: false }:
                logger.PushSent(Escaped(attempt.User), attempt.Source, Escaped(attempt.Host));
                break;
            case LoginDecision.Ask when !decision.Events.IsEmpty:
                logger.CodeWrong(Escaped(attempt.User), attempt.Source, Escaped(attempt.Host));
                break;
        }
    }

    private static string Ground(Approval approval) => approval.Ground switch
    {
        ApprovalGround.Factor => approval.Factor.ToString()!,
        ApprovalGround.TrustedNetwork => "trusted network",
        ApprovalGround.NotEnforced => "none, not enforced yet",
        _ => throw new InvalidOperationException($"no word is known for {approval.Ground}"),
    };

    public void Answered(string person, PendingPush push, PushResult result) =>
        logger.PushAnswered(Escaped(person), push.Source, Escaped(push.Host), result);

    /// <summary>Names come from guessers: nothing of them may end a line or reach a terminal as a command.</summary>
    private static string Escaped(string text) =>
        text.All(c => c is > ' ' and < '\u007f' and not '"' and not '\\')
            ? text
            : string.Concat(text.Select(c => c is >= ' ' and < '\u007f' and not '"' and not '\\' ? c.ToString() : $"\\u{(int)c:x4}"));
}
