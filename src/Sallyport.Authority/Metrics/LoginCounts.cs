using System.Collections.Concurrent;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Metrics.Instruments;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors;
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

    private readonly ConcurrentDictionary<string, string> hosts = new(StringComparer.Ordinal);

    /// <summary>Decided logins by outcome, factor and host.</summary>
    public LabelledCounter<LoginCount> Logins { get; } = new(login => login.Labels);

    /// <summary>Budgets that were used up, by whose they are: a network's, or that of all unknown networks.</summary>
    public LabelledCounter<AuditKind> Lockouts { get; } = new(kind => LabelSet.Of(["of"], [kind == AuditKind.SourceClosed ? "network" : "unknown-networks"]));

    /// <summary>Answers to pushes and calls.</summary>
    public LabelledCounter<PushResult> Pushes { get; } = new(result => LabelSet.Of(["result"], [KebabCase.Of(result.ToString())]));

    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
        if (OutcomeOf(decision) is { } outcome)
            Logins.Add(new LoginCount(outcome, (decision as LoginDecision.Allow)?.Approval.Factor, HostOf(attempt)));
        foreach (var happened in decision.Events)
        {
            if (happened.Kind is AuditKind.SourceClosed or AuditKind.StrangersClosed)
                Lockouts.Add(happened.Kind);
        }
    }

    public void Answered(string person, PendingPush push, PushResult result) => Pushes.Add(result);

    /// <summary>A word of ours; null while the login goes on without having decided anything.</summary>
    private static string? OutcomeOf(LoginDecision decision) => decision switch
    {
        LoginDecision.Allow { Approval.Ground: ApprovalGround.Factor } => "Allowed",
        LoginDecision.Allow { Approval.Ground: var ground } => ground.ToString(),
        LoginDecision.Refuse refuse => refuse.Refusal.ToString(),
        LoginDecision.Ask when decision.Events.Any(happened => happened.Kind is AuditKind.CodeWrong or AuditKind.LoginLocked) => "AskedAgain",
        _ => null,
    };

    /// <summary>Without the NAS-Identifier, which the client itself chooses.</summary>
    private string HostOf(LoginAttempt attempt)
    {
        var host = attempt.Host.Split('/', 2)[0];
        return hosts.TryGetValue(host, out var known) ? known : hosts.Count < MostHosts ? hosts.GetOrAdd(host, host) : OtherHosts;
    }
}

/// <summary>What became of logins that are counted together.</summary>
/// <param name="Outcome">What was decided.</param>
/// <param name="Factor">The factor that was given; null when none was.</param>
/// <param name="Host">Who asked.</param>
internal readonly record struct LoginCount(string Outcome, FactorKind? Factor, string Host)
{
    public string Labels => LabelSet.Of(["outcome", "factor", "host"], [KebabCase.Of(Outcome), KebabCase.Of(Factor?.ToString() ?? "None"), Host]);
}
