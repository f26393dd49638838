using System.Threading.RateLimiting;

namespace Sallyport.Authority.Duo.Calls;

/// <summary>How many calls of one integration run at once: one host in trouble leaves room for the others.</summary>
internal sealed class HostLimits : IDisposable
{
    public const int AtOncePerHost = 128;

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(host =>
        RateLimitPartition.GetConcurrencyLimiter(host, _ => new() { PermitLimit = AtOncePerHost, QueueLimit = 0 }));

    public RateLimitLease Enter(string host) => limiter.AttemptAcquire(host);

    public void Dispose() => limiter.Dispose();
}
