using System.Collections.Immutable;
using Sallyport.Rules.Factors.Passcodes;

namespace Sallyport.Rules.Factors.Devices;

/// <summary>The passcodes that were sent by message last. New ones replace them; each opens one login.</summary>
/// <param name="Left">Those not used yet.</param>
/// <param name="Expires">From when on none counts.</param>
/// <param name="Sent">When messages were sent in the last hour.</param>
public sealed record MessagePasscodes(ImmutableArray<PasscodeHash> Left, DateTimeOffset Expires, ImmutableArray<DateTimeOffset> Sent)
{
    public static readonly MessagePasscodes None =
        new(ImmutableArray<PasscodeHash>.Empty, DateTimeOffset.MinValue, ImmutableArray<DateTimeOffset>.Empty);
}
