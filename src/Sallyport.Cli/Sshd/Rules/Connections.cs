using System.Globalization;
using System.Net;
using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd.Rules;

/// <summary>Who might come: for each Match block of a configuration somebody whom it is about, and a person whom none names.</summary>
internal static class Connections
{
    private const string Anybody = "nobody", Somewhere = "203.0.113.7";
    private const int MostBlocks = 64;

    /// <summary>What <c>sshd -T -C</c> takes.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(IEnumerable<MatchBlock> blocks, CancellationToken cancel)
    {
        var accounts = await AccountsAsync(cancel);
        return [.. blocks.Take(MostBlocks).SelectMany(block => Of(block, accounts)).Prepend(Text(Anybody, Somewhere, Somewhere, "127.0.0.1", "22")).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Of(MatchBlock block, List<(string User, string Group)> accounts)
    {
        var users = new List<string>();
        var (address, host, here, port) = (Somewhere, Somewhere, "127.0.0.1", "22");
        foreach (var (kind, patterns) in block.Wanted())
        {
            var first = Patterns.Positive(patterns).Select(Literal).FirstOrDefault();
            switch (kind)
            {
                case "user":
                    users.AddRange(Patterns.Positive(patterns).Select(Literal));
                    break;
                case "group":
                    users.AddRange(Patterns.Positive(patterns).Select(pattern => accounts.FirstOrDefault(account => Patterns.Matches(account.Group, pattern)).User).OfType<string>());
                    break;
                case "address" when first is not null:
                    address = host = Address(first);
                    break;
                case "host" when first is not null:
                    host = first;
                    break;
                case "localaddress" when first is not null:
                    here = Address(first);
                    break;
                case "localport" when first is not null:
                    port = first;
                    break;
            }
        }

        return users.DefaultIfEmpty(Anybody).Select(user => Text(user, host, address, here, port));
    }

    private static string Text(string user, string host, string address, string here, string port) =>
        string.Create(CultureInfo.InvariantCulture, $"user={user},host={host},addr={address},laddr={here},lport={port}");

    private static string Literal(string pattern) => pattern.Replace("*", "", StringComparison.Ordinal).Replace('?', 'x') is { Length: > 0 } literal ? literal : Anybody;

    private static string Address(string pattern) => IPAddress.TryParse(pattern.Split('/')[0], out var address) ? address.ToString() : Somewhere;

    /// <summary>Accounts with each of their groups.</summary>
    private static async Task<List<(string User, string Group)>> AccountsAsync(CancellationToken cancel)
    {
        var people = (await Tool.RunAsync("/usr/bin/getent", ["passwd"], cancel)).Output.Split('\n').Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToList();
        var groups = (await Tool.RunAsync("/usr/bin/getent", ["group"], cancel)).Output.Split('\n').Select(line => line.Split(':')).Where(fields => fields.Length > 3);
        return [.. groups.SelectMany(group => group[3].Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Concat(people.Where(person => person[3] == group[2]).Select(person => person[0]))
            .Select(user => (user, group[0])))];
    }
}
