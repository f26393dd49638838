using Sallyport.Authority.Configuration;
using Sallyport.Authority.Local;
using Sallyport.Authority.Secrets;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Sshd;

/// <summary>Registers by the authority's local socket, as <c>sallyport host add</c> does.</summary>
internal sealed class DuoRegistration(AuthorityOptions options) : IDuoRegistration
{
    /// <summary>Debian's clients sign without a date.</summary>
    private const string Clients = "old";

    public async Task<(DuoKeys? Keys, string? Refusal)> AddAsync(string host, CancellationToken cancel)
    {
        using var authority = new AuthorityClient(options.Socket);
        try
        {
            var added = await authority.PostAsync(
                "/v1/hosts", new HostRequestMessage(host, Clients), LocalJson.Default.HostRequestMessage, LocalJson.Default.HostAddedMessage, cancel);
            return (new DuoKeys(added.IntegrationKey, new Secret(added.SecretKey)), null);
        }
        catch (CommandFailure failure)
        {
            return (null, failure.Message);
        }
    }

    public async Task<string?> RemoveAsync(string host, CancellationToken cancel)
    {
        using var authority = new AuthorityClient(options.Socket);
        try
        {
            await authority.DoAsync(HttpMethod.Delete, "/v1/hosts/" + AuthorityClient.Segment(host), cancel);
            return null;
        }
        catch (CommandFailure failure)
        {
            return failure.Message;
        }
    }
}
