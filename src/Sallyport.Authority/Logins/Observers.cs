using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Logins;

/// <summary>Tells several.</summary>
internal sealed class Observers(params ILoginObserver[] observers) : ILoginObserver
{
    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
        foreach (var observer in observers)
            observer.Decided(attempt, decision);
    }

    public void Answered(string person, PendingPush push, PushResult result)
    {
        foreach (var observer in observers)
            observer.Answered(person, push, result);
    }
}
