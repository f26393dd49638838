using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>Who is of the helpdesk, and whom it must not attend to. What the name service does not answer is refused.</summary>
internal sealed class HelpdeskMembers(AuthorityOptions options, TimeProvider clock)
{
    private readonly RememberedMembers helpers = new(
        name => options.Portal.HelpdeskGroup is { } group && NameService.IsMember(name, group) is true, clock);

    private readonly RememberedMembers administrators = new(
        name => name == "root" || GroupsOf(options).Any(group => NameService.IsMember(name, group) is not false), clock);

    /// <summary>Whether the name is a member; of nobody where there is no helpdesk.</summary>
    public bool Include(string name) => helpers.Include(name);

    /// <summary>Whether the name administers, by the portal or by the command line, or may do so.</summary>
    public bool MayAdminister(string name) => administrators.Include(name);

    private static IEnumerable<string> GroupsOf(AuthorityOptions options) =>
        options.Portal.AdministratorGroup is { } own ? [own, options.AdministratorGroup] : [options.AdministratorGroup];
}
