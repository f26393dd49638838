using System.Collections.Immutable;

namespace Sallyport.Authority.Configuration;

/// <summary>What is taken off a name as it was typed, before anybody is asked whose it is (<c>[names]</c>).</summary>
/// <param name="FoldCase">Capital letters are small ones.</param>
/// <param name="Realms"><c>alice@REALM</c> and <c>REALM\alice</c> are <c>alice</c> for these realms and domains, whatever their case.</param>
internal sealed record NameOptions(bool FoldCase, ImmutableArray<string> Realms)
{
    public static readonly NameOptions AsTyped = new(FoldCase: false, []);

    public string Plain(string typed)
    {
        var name = Realms.Select(realm => WithoutRealm(typed, realm)).FirstOrDefault(plain => plain is not null) ?? typed;
        return FoldCase ? name.ToLowerInvariant() : name;
    }

    private static string? WithoutRealm(string typed, string realm)
    {
        var length = typed.Length - realm.Length - 1;
        if (length < 1)
            return null;
        if (typed[length] == '@' && typed.EndsWith(realm, StringComparison.OrdinalIgnoreCase))
            return typed[..length];
        return typed[realm.Length] == '\\' && typed.StartsWith(realm, StringComparison.OrdinalIgnoreCase) ? typed[(realm.Length + 1)..] : null;
    }
}
