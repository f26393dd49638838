using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Doctor;

/// <summary>The people whom the authority knows, for the checks that look at each of them.</summary>
internal static class RegisteredPeople
{
    /// <summary>Null when the authority does not answer, or not to this user: other checks tell that.</summary>
    public static async Task<IReadOnlyList<PersonMessage>?> FindAsync(string socket, CancellationToken cancel)
    {
        try
        {
            using var authority = new AuthorityClient(socket);
            return await authority.GetAsync("/v1/users", LocalJson.Default.IReadOnlyListPersonMessage, cancel);
        }
        catch (CommandFailure)
        {
            return null;
        }
    }
}
