using System.Collections.Immutable;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Authority.Enforcing;

/// <summary>The accounts of the site, as the machine's name service knows them; tests have their own.</summary>
internal interface IAccounts
{
    /// <summary>All accounts with those of the groups that they are in; null when some may come from elsewhere, or there is a doubt: then each name is to be asked for.</summary>
    AccountList? List(ImmutableArray<string> groups) => null;

    /// <summary>What is known of the name, with those of the groups that it is in.</summary>
    Account Find(string name, ImmutableArray<string> groups);

    /// <summary>The members that the group lists; people whose primary group it is may be missing. Empty when there is no such group.</summary>
    /// <exception cref="StoreException">The name service did not answer.</exception>
    IReadOnlyList<string> Members(string group);
}

/// <summary>The accounts of this machine (files, LDAP, sssd).</summary>
internal sealed class UnixAccounts : IAccounts
{
    public AccountList? List(ImmutableArray<string> groups) => NameServiceSources.AreLocal() ? AccountList.OfFiles(groups) : null;

    /// <summary>One group that cannot be asked about makes the whole answer none: in doubt a factor is demanded.</summary>
    public Account Find(string name, ImmutableArray<string> groups)
    {
        var found = NameService.FindUser(name);
        if (found.Value is not { } account)
            return found.Status == NameServiceStatus.None ? new Account.Nobody() : new Account.Unanswered();

        var own = ImmutableArray.CreateBuilder<string>();
        foreach (var group in groups)
        {
            if (NameService.IsMember(account, group) is not { } isMember)
                return new Account.Unanswered();
            if (isMember)
                own.Add(group);
        }

        return new Account.Known(own.ToImmutable()) { Name = account.Name };
    }

    public IReadOnlyList<string> Members(string group) => NameService.FindGroup(group) switch
    {
        { Value: { } found } => found.Members,
        { Status: NameServiceStatus.None } => [],
        _ => throw new StoreException($"the name service does not return the members of the group {group}; try: getent group {group}"),
    };
}
