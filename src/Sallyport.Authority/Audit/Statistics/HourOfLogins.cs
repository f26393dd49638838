using Sallyport.Authority.Storage;
using Sallyport.Rules.Networks;

namespace Sallyport.Authority.Audit.Statistics;

/// <summary>The logins of one hour, counted. Of the networks that were refused only the worst are kept once the hour is over.</summary>
internal sealed class HourOfLogins
{
    /// <summary>Networks counted one by one while the hour lasts; more are counted as unknown.</summary>
    private const int MostNetworks = 10_000;

    private const int KeptNetworks = 50;

    private readonly Dictionary<string, int> factors = new(StringComparer.Ordinal);
    private Dictionary<SourceNetwork, int> refusedNetworks = [];

    public int WithFactor { get; private set; }

    public int WithoutFactor { get; private set; }

    public int Refused { get; private set; }

    /// <summary>How often each factor was given, by the name that the audit has for it.</summary>
    public IReadOnlyDictionary<string, int> Factors => factors;

    public IReadOnlyDictionary<SourceNetwork, int> RefusedNetworks => refusedNetworks;

    public void Count(AuditRow row)
    {
        if (LoginKinds.WithFactor.Contains(row.Event.Kind))
        {
            WithFactor++;
            Count(factors, row.Event.Detail ?? "unknown");
        }
        else if (LoginKinds.WithoutFactor.Contains(row.Event.Kind))
        {
            WithoutFactor++;
        }
        else if (LoginKinds.Refused.Contains(row.Event.Kind))
        {
            Refused++;
            var network = SourceNetwork.Of(row.Event.Source);
            Count(refusedNetworks, refusedNetworks.Count < MostNetworks || refusedNetworks.ContainsKey(network) ? network : SourceNetwork.Unknown);
        }
    }

    /// <summary>Nothing more is expected: what does not matter is forgotten.</summary>
    public void Close()
    {
        if (refusedNetworks.Count > KeptNetworks)
            refusedNetworks = refusedNetworks.OrderByDescending(n => n.Value).Take(KeptNetworks).ToDictionary();
    }

    private static void Count<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;
}
