using System.Collections.Immutable;
using System.Net;
using Sallyport.Rules.Factors.PublicKeys;
using Sallyport.Rules.People;

namespace Sallyport.Rules.DayKeys;

/// <summary>What a person asks for a key.</summary>
/// <param name="Key">The key.</param>
/// <param name="Comment">What stood after it.</param>
/// <param name="UntilTime">A time of day; null: as long as the site allows.</param>
/// <param name="For">A length; null: as long as the site allows.</param>
/// <param name="OnlyFrom">Networks; empty: any that the site allows.</param>
/// <param name="Only">What it may be used for.</param>
public sealed record VouchRequest(PublicKey Key, string Comment, TimeOnly? UntilTime, TimeSpan? For, ImmutableArray<IPNetwork> OnlyFrom, KeyPurpose Only)
{
    /// <summary>Networks that a person may name for a key.</summary>
    public const int MostNetworks = 8;
}
