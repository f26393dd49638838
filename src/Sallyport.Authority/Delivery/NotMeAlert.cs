using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Delivery;

/// <summary>Tells the site's administrators when somebody says that a login was not theirs: whoever asked knows the password by then.</summary>
internal sealed class NotMeAlert(Deliveries deliveries, AuthorityOptions options, TimeProvider clock) : ILoginObserver
{
    private static readonly TimeSpan WorthTelling = TimeSpan.FromHours(1);

    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
    }

    public void Answered(string person, PendingPush push, PushResult result)
    {
        if (result != PushResult.SourceClosed || !deliveries.CanSend(Purpose.Alert))
            return;

        var from = push.Source is { } source ? $" from {source}" : string.Empty;
        deliveries.Post(new Message(
            $"{push.Id}.alert",
            Purpose.Alert,
            person,
            "the administrators",
            new Secret(string.Empty),
            $"{options.Site}: {person} says it was not them",
            new Secret($"A login as {person} to {push.Host}{from} was refused: its person says that it is somebody else's. That network is closed for the name."),
            null,
            clock.GetUtcNow() + WorthTelling));
    }
}
