using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Doctor;

/// <summary>Nobody's last code lies in the future. A clock that ran ahead leaves that behind, and no code counts until the time has come.</summary>
internal static class CodesAheadCheck
{
    private const string Subject = "last codes";

    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        if (await around.PeopleAsync(cancel) is not { } people)
            yield break;

        var ahead = people.Where(person => person.Totp?.CodesFrom is not null).ToList();
        if (ahead.Count == 0)
            yield return Finding.Fine(Subject, "none is in the future");
        foreach (var person in ahead)
        {
            yield return Finding.Wrong(
                Subject,
                $"no code of {PlainText.Field(person.Name)} is valid before {person.Totp!.CodesFrom:yyyy-MM-dd HH:mm} UTC: the clock was ahead when the last one was used",
                $"set the clock, then: sallyport user unlock {PlainText.Field(person.Name)}");
        }
    }
}
