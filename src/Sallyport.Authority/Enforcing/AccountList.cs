using System.Collections.Immutable;
using Sallyport.Authority.Machine;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Authority.Enforcing;

/// <summary>All accounts of this machine as they were at a time. An account is found in it no sooner than a missing name is not.</summary>
/// <param name="accounts">By name.</param>
/// <param name="isCurrent">Whether nothing has changed since.</param>
internal sealed class AccountList(IReadOnlyDictionary<string, Account.Known> accounts, Func<bool> isCurrent)
{
    /// <summary>An account that every machine has: a list without it is none.</summary>
    private const string Always = "root";

    private static readonly string[] Files = ["/etc/passwd", "/etc/group", "/etc/nsswitch.conf"];
    private static readonly Account Missing = new Account.Nobody();

    public bool IsCurrent => isCurrent();

    public Account Find(string name) => accounts.TryGetValue(name, out var known) ? known : Missing;

    /// <summary>What this machine's own files hold, with those of the groups that each account is in; null when they cannot be read to their end.</summary>
    public static AccountList? OfFiles(ImmutableArray<string> groups)
    {
        var before = Changed();
        if (NameService.Users() is not { } users || Membership.Of(groups) is not { } membership)
            return null;

        var accounts = new Dictionary<string, Account.Known>(users.Count, StringComparer.Ordinal);
        foreach (var user in users)
            accounts.TryAdd(user.Name, new Account.Known(membership.GroupsOf(user)) { Name = user.Name });
        return accounts.ContainsKey(Always) ? new AccountList(accounts, () => Changed() == before) : null;
    }

    private static (DateTime Users, DateTime Groups, DateTime Sources) Changed() =>
        (File.GetLastWriteTimeUtc(Files[0]), File.GetLastWriteTimeUtc(Files[1]), File.GetLastWriteTimeUtc(Files[2]));

    /// <summary>The members of the groups that were asked for, compared by number as sshd does.</summary>
    private sealed class Membership(IReadOnlyList<(string Name, uint Id)> groups, ILookup<uint, string> members)
    {
        private readonly Dictionary<uint, HashSet<string>> members = members.ToDictionary(m => m.Key, m => m.ToHashSet(StringComparer.Ordinal));

        public static Membership? Of(ImmutableArray<string> groups)
        {
            if (groups.IsEmpty)
                return new Membership([], Array.Empty<(uint, string)>().ToLookup(m => m.Item1, m => m.Item2));
            if (NameService.Groups() is not { } all)
                return null;

            var named = groups
                .Select(name => all.FirstOrDefault(group => group.Name == name))
                .OfType<UnixGroup>()
                .Select(group => (group.Name, group.Id))
                .ToList();
            var ids = named.Select(group => group.Id).ToHashSet();
            return new Membership(
                named,
                all.Where(group => ids.Contains(group.Id)).SelectMany(group => group.Members, (group, member) => (group.Id, member)).ToLookup(m => m.Id, m => m.member));
        }

        public ImmutableArray<string> GroupsOf(UnixAccount account) =>
            [.. groups.Where(group => group.Id == account.GroupId || (members.GetValueOrDefault(group.Id)?.Contains(account.Name) ?? false)).Select(group => group.Name)];
    }
}
