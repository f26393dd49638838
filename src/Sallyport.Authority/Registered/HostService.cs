using System.Security.Cryptography;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Registered;

/// <summary>Registers hosts that ask by the Duo protocol, for the command line and for the portal.</summary>
internal sealed class HostService(IHosts hosts, AuthorityOptions options)
{
    private const string KeyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string SecretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>What clients connect to.</summary>
    public string ApiHost => $"{options.Duo.Names[0]}:{(options.Duo.Listen.IsEmpty ? 443 : options.Duo.Listen[0].Port)}";

    /// <summary>The root that clients must trust; null with a certificate of the site's.</summary>
    public string? RootFile => options.Duo.CertificateFile is null ? Path.Combine(options.StateFolder, CertificateAuthority.RootFile) : null;

    public ValueTask<IReadOnlyList<DuoHost>> AllAsync(CancellationToken cancel) => hosts.HostsAsync(cancel);

    /// <summary>Makes the keys in the shape that Duo's clients expect: an <c>ikey</c> of 20 and an <c>skey</c> of 40 characters.</summary>
    /// <returns>The host when it is done, else null.</returns>
    public async Task<(Registration Outcome, DuoHost? Host)> AddAsync(string name, string clients, Actor actor, CancellationToken cancel)
    {
        if (name.Length is 0 or > 64 || !char.IsAsciiLetterOrDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
            return (new Registration.Malformed("a host's name has 1 to 64 letters, digits, dots and hyphens, and begins with a letter or digit"), null);
        if (!Enum.TryParse<DuoClients>(clients, ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            return (new Registration.Malformed("clients is old (Debian's duo packages) or dated (duo_unix 2.0.4 and later, the SDKs)"), null);

        var host = new DuoHost(
            name,
            "DI" + RandomNumberGenerator.GetString(KeyAlphabet, 18),
            new Secret(RandomNumberGenerator.GetString(SecretAlphabet, 40)),
            kind);
        return await hosts.AddHostAsync(host, actor, cancel)
            ? (new Registration.Done(), host)
            : (new Registration.Unchanged($"there is already a host {name}; remove it first, or choose another name"), null);
    }

    public async Task<Registration> RemoveAsync(string name, Actor actor, CancellationToken cancel) =>
        await hosts.RemoveHostAsync(name, actor, cancel)
            ? new Registration.Done()
            : new Registration.Unchanged($"there is no host {name}; see: sallyport host list");

    public static string Word(DuoClients clients) => clients.ToString().ToLowerInvariant();
}
