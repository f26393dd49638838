using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>Answers about names' groups: the machine's name service is asked no more often than twice a minute for one name.</summary>
internal sealed class RememberedMembers(Func<string, bool> ask, TimeProvider clock)
{
    private const int MostNames = 1024;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly ExpiringTable<string, bool> names = new(MostNames, Fresh, clock, comparer: StringComparer.Ordinal);

    public bool Include(string name)
    {
        if (names.TryGet(name, out var known))
            return known;

        var isOne = ask(name);
        names.TryAdd(name, isOne);
        return isOne;
    }
}
