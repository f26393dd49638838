using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Portal.Requests;

/// <summary>Who administers: root and the members of the UNIX group.</summary>
internal sealed class Administrators(AuthorityOptions options, TimeProvider clock)
{
    private readonly RememberedMembers members = new(
        name => name == "root" || NameService.IsMember(name, options.Portal.AdministratorGroup ?? options.AdministratorGroup) is true, clock);

    public bool Include(string name) => members.Include(name);
}
