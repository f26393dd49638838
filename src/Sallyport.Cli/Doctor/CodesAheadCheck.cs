using Sallyport.Authority.Local;
using Sallyport.Cli.Talking;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Doctor;

/// <summary>Nobody's last code lies in the future. A clock that ran ahead leaves that behind, and no code counts until the time has come.</summary>
internal static class CodesAheadCheck
{
    private const string Subject = "last codes";

    public static async IAsyncEnumerable<Finding> Look(Surroundings around, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var finding in await FindAsync(around, cancel))
            yield return finding;
    }

    /// <summary>Nothing when the authority does not answer, or not to this user: other checks tell that.</summary>
    private static async Task<IReadOnlyList<Finding>> FindAsync(Surroundings around, CancellationToken cancel)
    {
        IReadOnlyList<PersonMessage> people;
        try
        {
            using var authority = new AuthorityClient(around.Options.Socket);
            people = await authority.GetAsync("/v1/users", LocalJson.Default.IReadOnlyListPersonMessage, cancel);
        }
        catch (CommandFailure)
        {
            return [];
        }

        var ahead = people.Where(person => person.Totp?.CodesFrom is not null).ToList();
        return ahead.Count == 0
            ? [Finding.Fine(Subject, "none lies in the future")]
            : [.. ahead.Select(person => Finding.Wrong(
                Subject,
                $"no code of {PlainText.Field(person.Name)} counts before {person.Totp!.CodesFrom:yyyy-MM-dd HH:mm} UTC: the clock ran ahead when the last one was given",
                $"set the clock, then: sallyport user unlock {PlainText.Field(person.Name)}"))];
    }
}
