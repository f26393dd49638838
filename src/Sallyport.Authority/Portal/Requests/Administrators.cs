using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>Who administers: the members of the UNIX group, asked of the machine's name service no more often than twice a minute for one name.</summary>
internal sealed class Administrators(AuthorityOptions options, TimeProvider clock)
{
    private const int MostNames = 1024;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly ExpiringTable<string, bool> names = new(MostNames, Fresh, clock, comparer: StringComparer.Ordinal);

    public bool Include(string name)
    {
        if (names.TryGet(name, out var known))
            return known;

        var isOne = name == "root" || NameService.IsMember(name, options.Portal.AdministratorGroup ?? options.AdministratorGroup) is true;
        names.TryAdd(name, isOne);
        return isOne;
    }
}
