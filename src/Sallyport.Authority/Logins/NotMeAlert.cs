using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Delivery.Messages;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.Networks;

namespace Sallyport.Authority.Logins;

/// <summary>Tells the site's administrators when somebody says that a login was not theirs: the attacker knows the password by then.</summary>
internal sealed class NotMeAlert(Deliveries deliveries, AuthorityOptions options, TimeProvider clock) : ILoginObserver
{
    private static readonly TimeSpan WorthTelling = TimeSpan.FromHours(1);

    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
    }

    public void Answered(string person, PendingPush push, PushResult result)
    {
        if (result != PushResult.SourceClosed)
            return;

        var from = push.Source is { } source ? $" from {source}" : string.Empty;
        Tell(
            push.Id.ToString(),
            person,
            $"A login as {person} to {push.Host}{from} was refused: the user reports that it was somebody else. Logins with this name from that network are refused for now.");
    }

    /// <summary>A person said on the portal that what came from a network was somebody else.</summary>
    public void Disowned(string person, SourceNetwork network) => Tell(
        $"{person} {network} {clock.GetUtcNow().ToUnixTimeSeconds()}",
        person,
        $"{person} reports that logins or wrong codes from {network} were somebody else. Logins with this name from that network are refused for now, and {person}'s other browsers are signed out.");

    private void Tell(string id, string person, string sentence)
    {
        if (!deliveries.CanSend(Purpose.Alert))
            return;

        deliveries.Post(new Message(
            $"{id}.alert",
            Purpose.Alert,
            person,
            "the administrators",
            new Secret(string.Empty),
            $"{options.Site}: {person} reports a login by somebody else",
            new Secret(sentence),
            null,
            clock.GetUtcNow() + WorthTelling));
    }
}
