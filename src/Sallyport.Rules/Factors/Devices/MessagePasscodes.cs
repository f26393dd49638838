using System.Collections.Immutable;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Networks;

namespace Sallyport.Rules.Factors.Devices;

/// <summary>The passcodes that were sent by message last. New ones replace them; each opens one login.</summary>
/// <param name="Left">Those not used yet.</param>
/// <param name="Expires">From when on none counts.</param>
/// <param name="Sent">When messages were sent in the last hour.</param>
public sealed record MessagePasscodes(ImmutableArray<PasscodeHash> Left, DateTimeOffset Expires, ImmutableArray<DateTimeOffset> Sent)
{
    /// <summary>Digits of a passcode.</summary>
    public const int Digits = 7;

    public static readonly MessagePasscodes None =
        new(ImmutableArray<PasscodeHash>.Empty, DateTimeOffset.MinValue, ImmutableArray<DateTimeOffset>.Empty);

    /// <summary>Where the login came from that had them sent; null for those of earlier versions.</summary>
    public SourceNetwork? Network { get; init; }

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>The passcodes without the one that the answer is, or null when it is none that counts. Looks at all of them either way.</summary>
    public MessagePasscodes? Use(string answer, DateTimeOffset now)
    {
        PasscodeHash? found = null;
        foreach (var code in Left)
        {
            if (code.Matches(answer))
                found = code;
        }

        return found is not null && now < Expires ? this with { Left = Left.Remove(found) } : null;
    }

    /// <summary>How many messages were sent in the last hour.</summary>
    internal int SentLately(DateTimeOffset now) => Sent.Count(at => now - at < Hour);

    /// <summary>With one more message in the last hour, which carried none of these passcodes.</summary>
    internal MessagePasscodes WithOneMore(DateTimeOffset now) => this with { Sent = [.. Sent.Where(at => now - at < Hour), now] };

    internal MessagePasscodes Replace(ImmutableArray<PasscodeHash> codes, SourceNetwork network, DateTimeOffset expires, DateTimeOffset now) =>
        new(codes, expires, [.. Sent.Where(at => now - at < Hour), now]) { Network = network };
}
