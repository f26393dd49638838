using System.Collections.Immutable;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Authority.Enforcing;

/// <summary>The accounts of the site, as the machine's name service knows them; tests have their own.</summary>
internal interface IAccounts
{
    /// <summary>What is known of the name, with those of the groups that it is in.</summary>
    Account Find(string name, ImmutableArray<string> groups);

    /// <summary>The members that the group lists; people whose primary group it is may be missing. Empty when there is no such group.</summary>
    IReadOnlyList<string> Members(string group);
}

/// <summary>The accounts of this machine (files, LDAP, sssd).</summary>
internal sealed class UnixAccounts : IAccounts
{
    public Account Find(string name, ImmutableArray<string> groups) => Local.UnixUsers.Find(name, groups);

    public IReadOnlyList<string> Members(string group) => Local.UnixUsers.Members(group);
}
