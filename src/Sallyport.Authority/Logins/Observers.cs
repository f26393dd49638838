using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Logins;

/// <summary>Tells several.</summary>
internal sealed class Observers(params ILoginObserver[] observers) : ILoginObserver
{
    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
        foreach (var observer in observers)
            observer.Decided(attempt, decision);
    }
}
