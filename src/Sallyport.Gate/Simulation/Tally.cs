using Sallyport.Gate.Admission;

namespace Sallyport.Gate.Simulation;

/// <summary>What a party got.</summary>
internal sealed class Tally
{
    private readonly long[] refused = new long[Enum.GetValues<AdmissionRefusal>().Length];

    /// <summary>Connections tried.</summary>
    public long Tries { get; private set; }

    /// <summary>Connections that reached sshd.</summary>
    public long LetIn { get; private set; }

    /// <summary>Logins that succeeded.</summary>
    public long Successes { get; set; }

    public IEnumerable<(AdmissionRefusal Reason, long Count)> Refusals =>
        from reason in Enum.GetValues<AdmissionRefusal>()
        where refused[(int)reason] > 0
        orderby refused[(int)reason] descending, reason
        select (reason, refused[(int)reason]);

    public void Count(AdmissionDecision decision)
    {
        Tries++;
        if (decision.IsAdmitted)
            LetIn++;
        else
            refused[(int)decision.Refusal]++;
    }
}
