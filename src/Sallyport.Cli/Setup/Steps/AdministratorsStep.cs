using Sallyport.Cli.Setup.Plan;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>Who administers; and the authority's place in the gate's group, where it asks the gate.</summary>
internal sealed class AdministratorsStep(SetupContext context) : ISetupStep
{
    public string Name => "administrators";

    public Task<IReadOnlyList<string>> ObstaclesAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>(
        [.. context.Answers.Administrators.Where(user => !context.Accounts.HasUser(user)).Select(user => $"there is no user {user} to become an administrator; create the account, or name another --administrator")]);

    public Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string>>([.. Missing().Select(missing => $"make {missing.User} a member of the group {missing.Group}")]);

    public async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        List<(string User, string Group)> missing = [.. Missing()];
        foreach (var (user, group) in missing)
        {
            note($"{user} {group}");
            await context.Accounts.AddMemberAsync(user, group, cancel);
        }

        // A process keeps the groups of its start.
        if (missing.Any(member => member.User == AccountsStep.Authority))
            await context.Services.StartAuthorityAsync(cancel);
    }

    public async Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel)
    {
        foreach (var words in noted.Reverse().Select(what => what.Split(' ')))
        {
            if (context.Accounts.HasUser(words[0]) && context.Accounts.IsMember(words[0], words[1]))
                await context.Accounts.RemoveMemberAsync(words[0], words[1], cancel);
        }
    }

    private IEnumerable<(string User, string Group)> Missing()
    {
        var answers = context.Answers;
        var wanted = answers.Administrators.Select(user => (user, answers.AdministratorGroup));
        if (Texts.AuthorityText.AsksTheGate(answers))
            wanted = wanted.Append((AccountsStep.Authority, AccountsStep.Gate));
        return wanted.Where(member => !context.Accounts.IsMember(member.Item1, member.Item2));
    }
}
