using System.Collections.Concurrent;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Portal;

/// <summary>Who administers: the members of the UNIX group, asked of the machine's name service no more often than twice a minute for one name.</summary>
internal sealed class Administrators(AuthorityOptions options, TimeProvider clock)
{
    private const int MostNames = 1024;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, CachedMembership> names = new(StringComparer.Ordinal);

    public bool Include(string name)
    {
        var now = clock.GetTimestamp();
        if (names.TryGetValue(name, out var known) && clock.GetElapsedTime(known.At, now) < Fresh)
            return known.IsOne;

        if (names.Count >= MostNames)
            names.Clear();
        var isOne = name == "root" || NameService.IsMember(name, options.Portal.AdministratorGroup ?? options.AdministratorGroup) is true;
        names[name] = new CachedMembership(isOne, now);
        return isOne;
    }

    private readonly record struct CachedMembership(bool IsOne, long At);
}
