using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Local.Desks;

/// <summary>Hosts that ask by the Duo protocol: <c>/v1/hosts</c>.</summary>
internal sealed class HostEndpoints(IHosts hosts, AuthorityOptions options)
{
    private const string KeyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const string SecretAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public async Task<IResult> List(Caller caller, CancellationToken cancel)
    {
        var all = await hosts.HostsAsync(cancel);
        IReadOnlyList<HostMessage> messages = [.. all.Select(h => new HostMessage(h.Name, h.IntegrationKey, Word(h.Clients)))];
        return Answers.Ok(messages, LocalJson.Default.IReadOnlyListHostMessage);
    }

    /// <summary>Makes the keys in the shape that Duo's clients expect: an <c>ikey</c> of 20 and an <c>skey</c> of 40 characters.</summary>
    public async Task<IResult> Add(HostWishMessage wish, Caller caller, CancellationToken cancel)
    {
        if (wish.Name.Length is 0 or > 64 || !wish.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-'))
            return Answers.Malformed("a host's name has 1 to 64 letters, digits, dots and hyphens");
        if (Clients(wish.Clients) is not { } clients)
            return Answers.Malformed("clients is old (Debian's duo packages) or dated (duo_unix 2.0.4 and later, the SDKs)");

        var host = new DuoHost(
            wish.Name,
            "DI" + RandomNumberGenerator.GetString(KeyAlphabet, 18),
            new Secret(RandomNumberGenerator.GetString(SecretAlphabet, 40)),
            clients);
        if (!await hosts.AddHostAsync(host, caller.Actor, cancel))
            return Answers.Refused($"there is a host {wish.Name} already; remove it first, or choose another name");

        var port = options.Duo.Listen.IsEmpty ? 443 : options.Duo.Listen[0].Port;
        var authority = options.Duo.CertificateFile is null ? Path.Combine(options.StateFolder, CertificateAuthority.RootFile) : null;
        return Answers.Ok(
            new HostAddedMessage(host.Name, host.IntegrationKey, host.SecretKey.Reveal(), $"{options.Duo.Names[0]}:{port}", authority),
            LocalJson.Default.HostAddedMessage);
    }

    public async Task<IResult> Remove(string name, Caller caller, CancellationToken cancel) =>
        await hosts.RemoveHostAsync(name, caller.Actor, cancel)
            ? Answers.Done()
            : Answers.NotThere($"there is no host {name}; see: sallyport host list");

    private static string Word(DuoClients clients) => clients.ToString().ToLowerInvariant();

    private static DuoClients? Clients(string word) =>
        Enum.TryParse<DuoClients>(word, ignoreCase: true, out var clients) && Enum.IsDefined(clients) ? clients : null;
}
