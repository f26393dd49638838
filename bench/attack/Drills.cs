using System.Collections.Immutable;
using Sallyport.Bench.Attack.Attacks;

namespace Sallyport.Bench.Attack;

/// <summary>Every drill.</summary>
internal static class Drills
{
    public static ImmutableArray<IDrill> All { get; } =
    [
        new Race(),
        new Spoof(),
        new Neighbours(),
        new Names(),
        new Guessing(),
        new Watcher(),
    ];
}
