using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Networks;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>
/// How many forms one person, or one network that is not signed in, may send: a bucket each that fills again with time. It only spares the machine;
/// guesses at codes have budgets of their own, which survive a restart.
/// </summary>
internal sealed class RateLimits(TimeProvider clock)
{
    private const int MostBuckets = 16 * 1024;

    private static readonly RequestRate ForAnonymous = new(30, TimeSpan.FromSeconds(2));
    private static readonly RequestRate ForPeople = new(120, TimeSpan.FromSeconds(0.5));

    private readonly Lock gate = new();
    private readonly Dictionary<string, Bucket> buckets = new(StringComparer.Ordinal);

    /// <summary>Takes one from the request's bucket; false when it is empty.</summary>
    public bool Allow(PortalRequest request) => request.Person is { } person
        ? Take("person " + person.Name, ForPeople)
        : Take("network " + SourceNetwork.Of(request.Source), ForAnonymous);

    /// <summary>For a request whose signature by this device was right: neighbours of its network, who can send anything, cannot use this one up.</summary>
    public bool Allow(DeviceId device) => Take("device " + device.Text, ForPeople);

    private bool Take(string key, RequestRate rate)
    {
        var now = clock.GetTimestamp();
        lock (gate)
        {
            if (buckets.Count >= MostBuckets)
                ForgetFull(now);
            var left = buckets.TryGetValue(key, out var bucket) ? bucket.LeftAt(clock, now, rate) : rate.Most;
            if (left < 1)
                return false;
            buckets[key] = new Bucket(left - 1, now, rate);
            return true;
        }
    }

    /// <summary>A bucket that is full again says nothing. When a flood has none of those, all are forgotten: the budgets still count.</summary>
    private void ForgetFull(long now)
    {
        foreach (var (key, bucket) in buckets)
        {
            if (bucket.LeftAt(clock, now, bucket.Rate) >= bucket.Rate.Most)
                buckets.Remove(key);
        }

        if (buckets.Count >= MostBuckets)
            buckets.Clear();
    }

    private sealed record RequestRate(int Most, TimeSpan OneIn);

    private readonly record struct Bucket(double Left, long At, RequestRate Rate)
    {
        public double LeftAt(TimeProvider clock, long now, RequestRate rate) => Math.Min(rate.Most, Left + (clock.GetElapsedTime(At, now) / rate.OneIn));
    }
}
