using Sallyport.Authority.Local;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The first person is registered. The factor is enrolled when all is done, for it needs the person.</summary>
internal sealed class PersonStep(SetupContext context) : AskingStep(context), ISetupStep
{
    public override string Name => "person";

    public Task<IReadOnlyList<string>> ObstaclesAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>(
        Context.Answers.Person.Length == 0 || Context.Accounts.HasUser(Context.Answers.Person)
            ? []
            : [$"there is no user {Context.Answers.Person} on this machine; create the account, or name another --person"]);

    public override async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) =>
        await IsMissingAsync(cancel) ? [$"register {Context.Answers.Person}"] : [];

    public override async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        using var authority = await AuthorityAsync(cancel);
        if (!await IsMissingAsync(cancel))
            return;
        note(Context.Answers.Person);
        await authority.DoAsync(HttpMethod.Post, AuthorityClient.UserPath(Context.Answers.Person), cancel);
    }

    protected override async Task UndoAsync(IReadOnlyList<string> noted, AuthorityClient authority, CancellationToken cancel)
    {
        var registered = await PeopleAsync(authority, cancel);
        foreach (var person in noted.Intersect(registered, StringComparer.Ordinal))
            await authority.DoAsync(HttpMethod.Delete, AuthorityClient.UserPath(person), cancel);
    }

    private async Task<bool> IsMissingAsync(CancellationToken cancel) => Context.Answers.Person.Length > 0
        && !(await TryAskAsync(authority => PeopleAsync(authority, cancel), cancel) ?? Noted).Contains(Context.Answers.Person, StringComparer.Ordinal);

    private static async Task<IReadOnlyList<string>> PeopleAsync(AuthorityClient authority, CancellationToken cancel) =>
        [.. (await authority.GetAsync("/v1/users", LocalJson.Default.IReadOnlyListPersonMessage, cancel)).Select(person => person.Name)];
}
