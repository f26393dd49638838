using System.Collections.Immutable;
using System.Globalization;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Secrets;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Cli.Sshd.Texts;

namespace Sallyport.Cli.Sshd;

/// <summary>Registers hosts with the authority's Duo face.</summary>
internal interface IDuoRegistration
{
    /// <summary>Makes the keys of a new host; the sentence to show when that is refused.</summary>
    Task<(DuoKeys? Keys, string? Refusal)> AddAsync(string host, CancellationToken cancel);

    /// <summary>Takes a host away, with its keys; the sentence to show when that is refused.</summary>
    Task<string?> RemoveAsync(string host, CancellationToken cancel);
}

/// <param name="IntegrationKey">The <c>ikey</c>.</param>
/// <param name="SecretKey">The <c>skey</c>.</param>
internal sealed record DuoKeys(string IntegrationKey, Secret SecretKey);

/// <summary>What pam_duo or login_duo needs to ask the authority of this machine.</summary>
internal static class DuoFactorFiles
{
    /// <summary>The name under which a door of this machine is registered.</summary>
    internal static string HostOf(string door) => $"{Environment.MachineName.Split('.')[0]}-{door}";

    public static async Task<FactorFiles> MakeAsync(
        Door door, DoorRecord? before, AuthorityOptions options, IDuoRegistration duo, CancellationToken cancel)
    {
        if (options.Duo.Listen.IsEmpty)
            return FactorFiles.Misconfigured("the Duo face is off; write listen = 127.0.0.1:8443 in [duo]");

        var root = options.Duo.CertificateFile is null
            ? Path.Combine(options.StateFolder, Sallyport.Authority.Secrets.CertificateAuthority.RootFile)
            : null;
        if (root is not null && !File.Exists(root))
            return FactorFiles.Refused($"there is no {root} yet; start the authority once (systemctl start sallyport); it creates its certificates");

        var keys = OwnKeys(door.Paths, before);
        var newHost = keys is null ? HostOf(door.Name) : null;
        if (keys is null)
        {
            var added = await duo.AddAsync(HostOf(door.Name), cancel);
            if (added.Refusal is { } refusal)
                return FactorFiles.Refused(refusal);
            keys = added.Keys!;
        }

        var port = options.Duo.Listen[0].Port.ToString(CultureInfo.InvariantCulture);
        var client = new DuoClient($"{options.Duo.Names[0]}:{port}", keys.IntegrationKey, keys.SecretKey, root is null ? null : door.Paths.AuthorityRoot);
        var files = ImmutableArray.CreateBuilder<WantedFile>();
        if (root is not null)
            files.Add(WantedFile.Text(door.Paths.AuthorityRoot, await File.ReadAllTextAsync(root, cancel)));
        files.Add(door.Order == Order.PasswordFirst
            ? WantedFile.Secret(door.Paths.PamDuo, client.ForPamDuo())
            : WantedFile.SecretOf(DuoClient.LoginDuoReader, door.Paths.LoginDuo, client.ForLoginDuo()));
        files.Add(WantedFile.Script(door.Paths.FactorGuard, FactorGuard.For(door, client)));
        return FactorFiles.Of(files.ToImmutable()) with { NewHost = newHost };
    }

    /// <summary>Whether a door that was installed so has a Duo host.</summary>
    public static bool HasHost(DoorRecord? door) => OrderNames.TryParse(door?.Order ?? "") is Order.PasswordFirst or Order.LoginDuo;

    /// <summary>Takes the door's host away, and says what became of it.</summary>
    public static async Task<string> RemoveHostAsync(IDuoRegistration duo, string door, CancellationToken cancel)
    {
        var host = HostOf(door);
        return await duo.RemoveAsync(host, cancel) is { } refusal
            ? $"its keys are still registered ({refusal}); when the authority answers: sallyport host remove {host}"
            : $"its host {host} was removed from the authority, with its keys";
    }

    /// <summary>The keys of an earlier installation: running it again makes no new host.</summary>
    private static DuoKeys? OwnKeys(DoorPaths paths, DoorRecord? before)
    {
        foreach (var file in new[] { paths.PamDuo, paths.LoginDuo })
        {
            if (before?.Written.ContainsKey(file) != true || !File.Exists(file))
                continue;
            var settings = File.ReadLines(file)
                .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
                .Where(pair => pair.Length == 2)
                .GroupBy(pair => pair[0], StringComparer.Ordinal)
                .ToDictionary(group => group.Key, group => group.Last()[1], StringComparer.Ordinal);
            if (settings.TryGetValue("ikey", out var ikey) && settings.TryGetValue("skey", out var skey))
                return new DuoKeys(ikey, new Secret(skey));
        }

        return null;
    }
}
