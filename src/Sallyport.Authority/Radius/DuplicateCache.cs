using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sallyport.Authority.Radius;

/// <summary>
/// Answers by request, so that a request sent again gets the same answer and no second guess (RFC 5080 section 2.2.2).
/// The same request is the same bytes, authenticator and identifier included, from the same address and port. Each client has a share of its own,
/// so that none can push out the answers of another.
/// </summary>
internal sealed class DuplicateCache(RadiusLimits limits, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<Fingerprint, CachedExchange> entries = [];
    private readonly Dictionary<string, Queue<CachedExchange>> byAge = new(StringComparer.Ordinal);

    /// <summary>Null when the request is not known; nothing is kept of it.</summary>
    public CachedExchange? Find(in Fingerprint request)
    {
        lock (gate)
            return entries.TryGetValue(request, out var known) && clock.GetElapsedTime(known.Since) <= limits.DuplicateLife ? known : null;
    }

    /// <summary>Null when the request is new: it is now being decided, until <see cref="Answered"/> or <see cref="Forget"/>.</summary>
    public CachedExchange? FindOrBegin(RadiusClient client, in Fingerprint request)
    {
        lock (gate)
        {
            if (!byAge.TryGetValue(client.Name, out var ofClient))
                byAge.Add(client.Name, ofClient = new Queue<CachedExchange>());
            while (ofClient.TryPeek(out var oldest) && (ofClient.Count > limits.MostDuplicatesOfClient || clock.GetElapsedTime(oldest.Since) > limits.DuplicateLife))
                Drop(ofClient.Dequeue());

            if (entries.TryGetValue(request, out var known))
                return known;

            var entry = new CachedExchange(request, clock.GetTimestamp());
            entries.Add(request, entry);
            ofClient.Enqueue(entry);
            return null;
        }
    }

    public void Answered(in Fingerprint request, byte[] answer)
    {
        lock (gate)
        {
            if (entries.TryGetValue(request, out var entry))
                entry.Answer = answer;
        }
    }

    /// <summary>The request could not be decided: sent again, it is a new one.</summary>
    public void Forget(in Fingerprint request)
    {
        lock (gate)
            entries.Remove(request);
    }

    private void Drop(CachedExchange oldest)
    {
        if (entries.TryGetValue(oldest.Request, out var entry) && ReferenceEquals(entry, oldest))
            entries.Remove(oldest.Request);
    }

    internal sealed class CachedExchange(Fingerprint request, long since)
    {
        public Fingerprint Request { get; } = request;

        public long Since { get; } = since;

        /// <summary>The answer's bytes; null while it is being decided.</summary>
        public byte[]? Answer { get; set; }
    }
}

/// <summary>A request and where it came from.</summary>
/// <param name="Digest">The first half of the packet's SHA-256.</param>
internal readonly record struct Fingerprint(Peer Peer, UInt128 Digest)
{
    public static Fingerprint Of(Peer peer, ReadOnlySpan<byte> packet)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(packet, digest);
        return new Fingerprint(peer, BinaryPrimitives.ReadUInt128BigEndian(digest));
    }
}
