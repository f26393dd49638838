using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>
/// Who is of the helpdesk, and whom it must not attend to. The machine's name service is asked no more often than twice a minute for one name; what it
/// does not answer is refused.
/// </summary>
internal sealed class HelpdeskMembers(AuthorityOptions options, TimeProvider clock)
{
    private const int MostNames = 1024;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly ExpiringTable<string, bool> helpers = new(MostNames, Fresh, clock, comparer: StringComparer.Ordinal);
    private readonly ExpiringTable<string, bool> administrators = new(MostNames, Fresh, clock, comparer: StringComparer.Ordinal);

    /// <summary>Whether the name is a member; of nobody where there is no helpdesk.</summary>
    public bool Include(string name) =>
        options.Portal.HelpdeskGroup is { } group && Remembered(helpers, name, asked => NameService.IsMember(asked, group) is true);

    /// <summary>Whether the name administers, by the portal or by the command line, or may do so.</summary>
    public bool MayAdminister(string name) => name == "root" || Remembered(administrators, name, asked => Groups.Any(group => NameService.IsMember(asked, group) is not false));

    private IEnumerable<string> Groups => options.Portal.AdministratorGroup is { } own ? [own, options.AdministratorGroup] : [options.AdministratorGroup];

    private static bool Remembered(ExpiringTable<string, bool> names, string name, Func<string, bool> ask)
    {
        if (names.TryGet(name, out var known))
            return known;

        var answer = ask(name);
        names.TryAdd(name, answer);
        return answer;
    }
}
