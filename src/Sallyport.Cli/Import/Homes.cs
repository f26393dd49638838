using System.Globalization;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Import;

/// <summary>An account with its home folder.</summary>
internal sealed record Home(string User, uint Uid, string Folder);

/// <summary>The home folders of this machine's accounts.</summary>
internal static class Homes
{
    /// <summary>As the name service lists them; a directory that lists nobody gives the local ones.</summary>
    /// <exception cref="CommandFailure">getent does not answer.</exception>
    public static async Task<IReadOnlyList<Home>> AllAsync(CancellationToken cancel) =>
        await Tool.RunIfInstalledAsync("getent", ["passwd"], cancel) is { Output: { Length: > 0 } output }
            ? Read(output)
            : throw new CommandFailure(ExitCode.Failed, "the accounts cannot be listed; try: getent passwd");

    /// <summary>Reads lines of passwd(5); of several accounts with one folder the first counts.</summary>
    public static IReadOnlyList<Home> Read(string passwd) =>
    [
        .. passwd.Split('\n')
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length >= 6 && fields[5].StartsWith('/'))
            .Select(fields => uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var uid) ? new Home(fields[0], uid, fields[5]) : null)
            .OfType<Home>()
            .DistinctBy(home => home.Folder, StringComparer.Ordinal),
    ];
}
