using Sallyport.Cli.Setup.Machine;

namespace Sallyport.Cli.Tests.Setup;

/// <summary>Users, groups and members in memory.</summary>
internal sealed class FakeAccounts : ISystemAccounts
{
    private readonly SortedSet<string> users = new(StringComparer.Ordinal) { "root", "alice" };
    private readonly SortedSet<string> groups = new(StringComparer.Ordinal) { "root", "alice" };
    private readonly SortedSet<string> members = new(StringComparer.Ordinal);

    public string Picture => $"users {string.Join(' ', users)}; groups {string.Join(' ', groups)}; members {string.Join(' ', members)}";

    public void Has(string group) => groups.Add(group);

    public bool HasUser(string name) => users.Contains(name);

    public bool HasGroup(string name) => groups.Contains(name);

    public bool IsMember(string user, string group) => members.Contains($"{user}:{group}");

    public Task AddUserAsync(string name, string home, string about, CancellationToken cancel)
    {
        users.Add(name);
        groups.Add(name);
        return Task.CompletedTask;
    }

    public Task AddGroupAsync(string name, CancellationToken cancel)
    {
        groups.Add(name);
        return Task.CompletedTask;
    }

    public Task AddMemberAsync(string user, string group, CancellationToken cancel)
    {
        Assert.Contains(group, groups);
        members.Add($"{user}:{group}");
        return Task.CompletedTask;
    }

    public Task RemoveUserAsync(string name, CancellationToken cancel)
    {
        users.Remove(name);
        groups.Remove(name);
        return Task.CompletedTask;
    }

    public Task RemoveGroupAsync(string name, CancellationToken cancel)
    {
        groups.Remove(name);
        return Task.CompletedTask;
    }

    public Task RemoveMemberAsync(string user, string group, CancellationToken cancel)
    {
        members.Remove($"{user}:{group}");
        return Task.CompletedTask;
    }

    public Task OwnAsync(string path, string user, string group, CancellationToken cancel)
    {
        Assert.True(Path.Exists(path));
        Assert.True(users.Contains(user) && groups.Contains(group), $"{user}:{group} is given {path} and is not there");
        return Task.CompletedTask;
    }

    public Task<bool> MayReadAsync(string user, string file, CancellationToken cancel) => Task.FromResult(File.Exists(file));
}
