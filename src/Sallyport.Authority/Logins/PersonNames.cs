using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Authority.Logins;

/// <summary>Whose name it is.</summary>
/// <param name="Name">The one name under which the person is stored, counted and audited.</param>
/// <param name="Account">What the name service said.</param>
internal readonly record struct Identity(string Name, Account Account);

/// <summary>
/// One name for a person, however it was typed: what the configuration says comes off, and then the name is as the machine's name service spells it,
/// because sshd asks the same service and would let <c>Alice</c> in as <c>alice</c>. Every face comes through here.
/// </summary>
internal sealed class PersonNames(NameOptions options, RememberedAccounts accounts)
{
    /// <summary>When the name service does not answer, the name stays as it is, and <see cref="PolicySource.For"/> demands a factor of it.</summary>
    public async ValueTask<Identity> OfAsync(string typed, CancellationToken cancel)
    {
        var plain = options.Plain(typed);
        var account = await accounts.FindAsync(plain, cancel);
        return new Identity(account is Account.Known { Name: { } canonical } ? canonical : plain, account);
    }

    /// <summary>
    /// Whether a name that nobody knows is spelled as accounts usually are. Other spellings (capitals, realms, blanks, anything past ASCII) may be
    /// somebody's all the same where sshd asks another name service than we do: nothing is left out for them.
    /// </summary>
    public static bool IsUsual(string name) => name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');
}
