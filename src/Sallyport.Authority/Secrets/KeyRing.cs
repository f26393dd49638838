using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Sallyport.Authority.Secrets;

/// <summary>The keys of the key file, oldest first: every one opens, the newest seals. Never empty, never changed.</summary>
internal sealed class KeyRing
{
    private readonly ImmutableArray<SealingKey> keys;

    private KeyRing(ImmutableArray<SealingKey> keys) => this.keys = keys;

    public SealingKey Newest => keys[^1];

    public int Count => keys.Length;

    /// <exception cref="ArgumentException">No key, or two of one id.</exception>
    public static KeyRing Of(IEnumerable<SealingKey> keys)
    {
        ImmutableArray<SealingKey> all = [.. keys];
        if (all.IsEmpty || all.DistinctBy(k => k.Id).Count() != all.Length)
            throw new ArgumentException("a key ring has at least one key, and each id once", nameof(keys));
        return new KeyRing(all);
    }

    /// <summary>A ring of one fresh key.</summary>
    public static KeyRing Fresh() => new([FreshKey(RandomId())]);

    /// <summary>This ring and a fresh key, which seals from now on.</summary>
    public KeyRing WithFreshKey()
    {
        uint id;
        do
            id = RandomId();
        while (keys.Any(k => k.Id == id));
        return new KeyRing(keys.Add(FreshKey(id)));
    }

    /// <summary>The newest key alone.</summary>
    public KeyRing OnlyNewest() => new([Newest]);

    public byte[] Seal(SealPurpose purpose, string name, long version, ReadOnlySpan<byte> plain) => Newest.Seal(purpose, name, version, plain);

    /// <exception cref="SealBrokenException">The blob was not sealed for this purpose, name and version by a key of the ring.</exception>
    public byte[] Open(SealPurpose purpose, string name, long version, ReadOnlySpan<byte> blob)
    {
        var id = SealingKey.IdOf(blob);
        foreach (var key in keys)
        {
            if (key.Id == id)
                return key.Open(purpose, name, version, blob) ?? throw Broken(purpose, name, "was changed or moved outside the authority");
        }

        throw Broken(purpose, name, id is null ? "is not in a format that this authority can read" : $"was sealed with the key {id:x8}, which is not in the key file");
    }

    /// <summary>The lines of the key file.</summary>
    public ImmutableArray<string> Reveal() => [.. keys.Select(k => k.Reveal())];

    public override string ToString() => string.Join(", ", keys);

    private static SealBrokenException Broken(SealPurpose purpose, string name, string why) =>
        new($"the stored {purpose.ToString().ToLowerInvariant()} \"{name}\" {why}; restore a backup, or find out who changed the database");

    private static SealingKey FreshKey(uint id) => new(id, RandomNumberGenerator.GetBytes(SealingKey.Length));

    private static uint RandomId() => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
}
