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
        if (NameService.Users() is not { } users || (groups.IsEmpty ? [] : NameService.Groups()) is not { } all)
            return null;

        // By number as sshd compares them: several names may share one.
        var named = groups.Select(name => all.FirstOrDefault(group => group.Name == name)).OfType<UnixGroup>().ToList();
        var members = all.Where(group => named.Any(asked => asked.Id == group.Id)).SelectMany(group => group.Members, (group, member) => (group.Id, member)).ToHashSet();
        var accounts = new Dictionary<string, Account.Known>(users.Count, StringComparer.Ordinal);
        foreach (var user in users)
        {
            var own = named.Where(group => group.Id == user.GroupId || members.Contains((group.Id, user.Name))).Select(group => group.Name);
            accounts.TryAdd(user.Name, new Account.Known([.. own]) { Name = user.Name });
        }

        return accounts.ContainsKey(Always) ? new AccountList(accounts, () => Changed().SequenceEqual(before)) : null;
    }

    private static DateTime[] Changed() => [.. Files.Select(File.GetLastWriteTimeUtc)];
}
