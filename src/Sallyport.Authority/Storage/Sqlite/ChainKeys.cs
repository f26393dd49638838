using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>The keys of the audit chain: each rotation begins a new one, and the earlier ones stay to verify what came before.</summary>
internal sealed class ChainKeys
{
    private readonly ImmutableArray<(long First, byte[] Key)> keys;

    public ChainKeys(IEnumerable<(long First, byte[] Key)> keys) => this.keys = [.. keys.OrderBy(k => k.First)];

    public byte[] Newest => keys[^1].Key;

    public bool IsEmpty => keys.IsEmpty;

    /// <summary>The key of the audit row of that number.</summary>
    public byte[] Of(long number)
    {
        for (var i = keys.Length - 1; i > 0; i--)
        {
            if (keys[i].First <= number)
                return keys[i].Key;
        }

        return keys[0].Key;
    }

    public ChainKeys With(long first, byte[] key) => new(keys.Add((first, key)));

    public static byte[] Fresh() => RandomNumberGenerator.GetBytes(32);

    public override string ToString() => $"{keys.Length} keys of the audit chain";
}
