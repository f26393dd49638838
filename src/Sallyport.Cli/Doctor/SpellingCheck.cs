using Sallyport.Authority.Machine;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Doctor;

/// <summary>
/// Everybody is registered under the name that the name service gives. Logins are looked up under that one, so factors under another spelling
/// are asked of nobody, and in a roll-out their owner goes on without one.
/// </summary>
internal static class SpellingCheck
{
    private const string Subject = "registered names";

    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        if (await around.PeopleAsync(cancel) is not { } people)
            yield break;
        foreach (var finding in Compare(people.Select(person => person.Name), NameService.FindUser))
            yield return finding;
    }

    internal static IEnumerable<Finding> Compare(IEnumerable<string> registered, Func<string, NameServiceAnswer<UnixAccount>> find)
    {
        var others = registered
            .Select(name => (Registered: name, Account: find(name).Value?.Name))
            .Where(pair => pair.Account is not null && pair.Account != pair.Registered)
            .ToList();
        return others.Count == 0
            ? [Finding.Fine(Subject, "every name is spelled as in the name service")]
            : others.Select(pair => Finding.Wrong(
                Subject,
                $"{PlainText.Field(pair.Registered)} is spelled {PlainText.Field(pair.Account!)} in the name service, so nobody is asked for the factors of {PlainText.Field(pair.Registered)}",
                $"sallyport user add {PlainText.Field(pair.Account!)}, enrol the factors again, then: sallyport user remove {PlainText.Field(pair.Registered)}"));
    }
}
