using System.Collections.Concurrent;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Metrics.Instruments;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Settings;

namespace Sallyport.Authority.Metrics;

/// <summary>How many logins ended how. It names hosts, which the site configures, and no users.</summary>
internal sealed class LoginCounts : ILoginObserver
{
    /// <summary>More hosts than this are counted together, as <see cref="OtherHosts"/>.</summary>
    private const int MostHosts = 256;

    private const string OtherHosts = "other";
    private const string NoFactor = "none";

    private readonly ConcurrentDictionary<string, string> hosts = new(StringComparer.Ordinal);

    /// <summary>Decided logins by outcome, factor and host.</summary>
    public LabelledCounter Logins { get; } = new("outcome", "factor", "host");

    /// <summary>Budgets that were used up, by whose they are: a network's, or that of all unknown networks.</summary>
    public LabelledCounter Lockouts { get; } = new("of");

    /// <summary>Answers to pushes and calls.</summary>
    public LabelledCounter Pushes { get; } = new("result");

    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
        if (OutcomeOf(decision) is var (outcome, factor))
            Logins.Add(outcome, factor, HostOf(attempt));
        foreach (var happened in decision.Events)
        {
            if (happened.Kind == AuditKind.SourceClosed)
                Lockouts.Add("network");
            else if (happened.Kind == AuditKind.StrangersClosed)
                Lockouts.Add("unknown-networks");
        }
    }

    public void Answered(string person, PendingPush push, PushResult result) => Pushes.Add(KebabCase.Of(result.ToString()));

    /// <summary>Null while the login goes on without having decided anything.</summary>
    private static (string Outcome, string Factor)? OutcomeOf(LoginDecision decision) => decision switch
    {
        LoginDecision.Allow { Approval: { Ground: ApprovalGround.Factor } approval } => ("allowed", KebabCase.Of(approval.Factor.ToString()!)),
        LoginDecision.Allow { Approval: var approval } => (KebabCase.Of(approval.Ground.ToString()), NoFactor),
        LoginDecision.Refuse refuse => (KebabCase.Of(refuse.Refusal.ToString()), NoFactor),
        LoginDecision.Ask when decision.Events.Any(happened => happened.Kind is AuditKind.CodeWrong or AuditKind.LoginLocked) => ("asked-again", NoFactor),
        _ => null,
    };

    /// <summary>Without the NAS-Identifier, which the client itself chooses.</summary>
    private string HostOf(LoginAttempt attempt)
    {
        var host = attempt.Host.Split('/', 2)[0];
        return hosts.TryGetValue(host, out var known) ? known : hosts.Count < MostHosts ? hosts.GetOrAdd(host, host) : OtherHosts;
    }
}
