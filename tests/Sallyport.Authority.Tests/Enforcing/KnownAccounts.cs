using System.Collections.Immutable;
using Sallyport.Authority.Enforcing;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Authority.Tests.Enforcing;

/// <summary>A name service with the accounts that a test writes down: name and groups.</summary>
internal sealed class KnownAccounts(params (string Name, string[] Groups)[] accounts) : IAccounts
{
    public bool IsSilent { get; set; }

    public bool AreLocal { get; init; }

    /// <summary>Whether the list that was handed out last still holds.</summary>
    public bool IsListCurrent { get; set; }

    public int Listed { get; private set; }

    /// <summary>Other spellings that it takes for a name.</summary>
    public Dictionary<string, string> Spellings { get; } = new(StringComparer.Ordinal);

    public List<string> Asked { get; } = [];

    public Account Find(string name, ImmutableArray<string> groups)
    {
        Asked.Add(name);
        if (IsSilent)
            return new Account.Unanswered();
        var canonical = Spellings.GetValueOrDefault(name, name);
        return Array.Find(accounts, account => account.Name == canonical) is { Name: not null } found
            ? new Account.Known([.. groups.Intersect(found.Groups)]) { Name = found.Name }
            : new Account.Nobody();
    }

    public AccountList? List(ImmutableArray<string> groups)
    {
        Listed++;
        IsListCurrent = true;
        return AreLocal
            ? new AccountList(
                accounts.ToDictionary(a => a.Name, a => new Account.Known([.. groups.Intersect(a.Groups)]) { Name = a.Name }, StringComparer.Ordinal), () => IsListCurrent)
            : null;
    }

    public IReadOnlyList<string> Members(string group) => [.. accounts.Where(account => account.Groups.Contains(group)).Select(account => account.Name)];
}
