using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sallyport.Authority.Duo.Wire;

namespace Sallyport.Authority.Duo.Calls;

/// <summary>
/// Reads bodies. One of the usual length is read at once. A longer one, which has a long command in it, waits for one of a few places and must then be
/// there within <see cref="Deadline"/>: its signature can be checked only when all of it is here, and strangers must not fill the memory until then.
/// </summary>
internal sealed class RequestBodies(TimeProvider time) : IDisposable
{
    public const int LongAtOnce = 16;
    public const int LongAtOncePerSource = 4;

    private const int MostWaiting = 256;

    private readonly PartitionedRateLimiter<string> places = PartitionedRateLimiter.CreateChained(
        Places(source => source, LongAtOncePerSource), Places(_ => "", LongAtOnce));

    /// <summary>How long a long body may take to arrive.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(10);

    public void Dispose() => places.Dispose();

    /// <summary>A body of at most <paramref name="most"/> bytes. The reader holds its place until the signature has been checked.</summary>
    public async ValueTask<RequestBody> ReadAsync(HttpContext context, int most, CancellationToken cancel)
    {
        if (context.Request.ContentLength > most)
            return new(DuoReply.TooLarge(most));
        if (most > FormParameters.MaxBytes && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = most;

        var start = await ReadAsync(context, new byte[FormParameters.MaxBytes + 1], 0, cancel);
        if (start.Length <= FormParameters.MaxBytes)
            return new(start);
        if (most <= FormParameters.MaxBytes)
            return new(DuoReply.TooLarge(most));

        var place = await places.AcquireAsync($"{context.Connection.RemoteIpAddress}", 1, cancel);
        if (!place.IsAcquired)
        {
            place.Dispose();
            return new(DuoReply.TooManyRequests());
        }
        try
        {
            using var late = new CancellationTokenSource(Deadline, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
            var buffer = new byte[Math.Min(most, context.Request.ContentLength ?? most) + 1];
            start.CopyTo(buffer.AsSpan());
            var body = await ReadAsync(context, buffer, start.Length, either.Token);
            return body.Length > most ? new(DuoReply.TooLarge(most), place) : new(body, place);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(DuoReply.TooSlow(), place);
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    private static async ValueTask<byte[]> ReadAsync(HttpContext context, byte[] buffer, int filled, CancellationToken cancel)
    {
        var more = await context.Request.Body.ReadAtLeastAsync(buffer.AsMemory(filled), buffer.Length - filled, throwOnEndOfStream: false, cancel);
        return buffer[..(filled + more)];
    }

    private static PartitionedRateLimiter<string> Places(Func<string, string> key, int atOnce) => PartitionedRateLimiter.Create<string, string>(source =>
        RateLimitPartition.GetConcurrencyLimiter(key(source), _ => new() { PermitLimit = atOnce, QueueLimit = MostWaiting }));
}

/// <summary>A body, or the answer that refuses it; with the place it holds, where it is a long one.</summary>
internal sealed record RequestBody(byte[]? Bytes, DuoReply? Refusal, RateLimitLease? Place) : IDisposable
{
    public RequestBody(byte[] bytes, RateLimitLease? place = null)
        : this(bytes, null, place)
    {
    }

    public RequestBody(DuoReply refusal, RateLimitLease? place = null)
        : this(null, refusal, place)
    {
    }

    public void Dispose() => Place?.Dispose();
}
