using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Portal.Passkeys;

/// <summary>Remembers what was used, for as long as it could be used again.</summary>
internal sealed class UsedOnce(TimeSpan life, TimeProvider clock)
{
    /// <summary>More at once than this is a flood: the newcomer is refused, not an old one forgotten.</summary>
    private const int Most = 64 * 1024;

    private readonly ExpiringTable<string, bool> used = new(Most, life, clock, WhenFull.RefuseNew, StringComparer.Ordinal);

    /// <summary>True the first time.</summary>
    public bool Take(string text) => used.TryAdd(text, true);
}
