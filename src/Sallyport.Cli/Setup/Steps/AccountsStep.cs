using Sallyport.Cli.Setup.Plan;

namespace Sallyport.Cli.Setup.Steps;

/// <summary>The accounts that the authority and the gate run as, and the group that administers.</summary>
internal sealed class AccountsStep(SetupContext context) : ISetupStep
{
    public const string Authority = "sallyport";
    public const string Gate = "sallyport-gate";
    private const string Administrators = "sallyport-admin";

    public string Name => "accounts";

    public Task<IReadOnlyList<string>> ObstaclesAsync(CancellationToken cancel)
    {
        var group = context.Answers.AdministratorGroup;
        return Task.FromResult<IReadOnlyList<string>>(group == Administrators || context.Accounts.HasGroup(group)
            ? []
            : [$"there is no group {group}; create it, or omit --administrator-group"]);
    }

    public Task<IReadOnlyList<string>> LookAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string>>([.. Wanted().Where(IsMissing).Select(wanted => $"create the {wanted.Kind} {wanted.Account}")]);

    public async Task DoAsync(Action<string> note, CancellationToken cancel)
    {
        foreach (var wanted in Wanted().Where(IsMissing))
        {
            note($"{wanted.Kind} {wanted.Account}");
            if (wanted.Kind == "group")
                await context.Accounts.AddGroupAsync(wanted.Account, cancel);
            else
                await context.Accounts.AddUserAsync(wanted.Account, wanted.Home, wanted.About, cancel);
        }
    }

    public async Task UndoAsync(IReadOnlyList<string> noted, UndoReach reach, CancellationToken cancel)
    {
        foreach (var words in noted.Reverse().Select(what => what.Split(' ')))
        {
            if (words[0] == "group" && context.Accounts.HasGroup(words[1]))
                await context.Accounts.RemoveGroupAsync(words[1], cancel);
            else if (words[0] == "user" && context.Accounts.HasUser(words[1]))
                await context.Accounts.RemoveUserAsync(words[1], cancel);
        }
    }

    private static IEnumerable<Wish> Wanted() =>
    [
        new Wish("user", Authority, "/var/lib/sallyport", "Sallyport authority"),
        new Wish("group", Administrators, "", ""),
        new Wish("user", Gate, "/var/lib/sallyport-gate", "Sallyport gate"),
    ];

    private bool IsMissing(Wish wanted) => wanted.Kind == "group" ? !context.Accounts.HasGroup(wanted.Account) : !context.Accounts.HasUser(wanted.Account);

    private sealed record Wish(string Kind, string Account, string Home, string About);
}
