using Microsoft.Extensions.Logging;
using Sallyport.Authority.Machine;
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
                logger.LoginAllowed(LogText.Of(attempt.User), attempt.Source, LogText.Of(attempt.Host), Ground(allow.Approval));
                break;
            case LoginDecision.Refuse refuse:
                logger.LoginRefused(LogText.Of(attempt.User), attempt.Source, LogText.Of(attempt.Host), refuse.Refusal);
                break;
            case LoginDecision.Wait { Events.IsEmpty: false }:
                logger.PushSent(LogText.Of(attempt.User), attempt.Source, LogText.Of(attempt.Host));
                break;
            case LoginDecision.Ask when !decision.Events.IsEmpty:
                logger.CodeWrong(LogText.Of(attempt.User), attempt.Source, LogText.Of(attempt.Host));
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
        logger.PushAnswered(LogText.Of(person), push.Source, LogText.Of(push.Host), result);
}
