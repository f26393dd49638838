using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Logins;

/// <summary>Told of every decision, after it is durable: the log, the gates' feed, the notices for the session.</summary>
internal interface ILoginObserver
{
    void Decided(LoginAttempt attempt, LoginDecision decision);
}
