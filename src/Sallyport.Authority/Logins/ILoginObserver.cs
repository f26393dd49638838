using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Logins;

/// <summary>Told of every decision, after it is durable: the log, the gates' feed, the notices for the session.</summary>
internal interface ILoginObserver
{
    void Decided(LoginAttempt attempt, LoginDecision decision);

    /// <summary>Something became of a push. That a login goes on by it is a decision of its own.</summary>
    void Answered(string person, PendingPush push, PushResult result)
    {
    }
}
