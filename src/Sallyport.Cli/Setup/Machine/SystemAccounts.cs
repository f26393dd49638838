using Sallyport.Authority.Machine;
using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Setup.Machine;

/// <summary>The accounts of the machine, by the name service and the programs of Debian's passwd.</summary>
internal sealed class SystemAccounts : ISystemAccounts
{
    public bool HasUser(string name) => NameService.FindUser(name).Value is not null;

    public bool HasGroup(string name) => NameService.FindGroup(name).Value is not null;

    public bool IsMember(string user, string group) => NameService.IsMember(user, group) == true;

    public Task AddUserAsync(string name, string home, string about, CancellationToken cancel) =>
        MustAsync("/usr/sbin/useradd", ["--system", "--user-group", "--no-create-home", "--home-dir", home, "--shell", "/usr/sbin/nologin", "--comment", about, name], cancel);

    public Task AddGroupAsync(string name, CancellationToken cancel) => MustAsync("/usr/sbin/groupadd", ["--system", name], cancel);

    public Task AddMemberAsync(string user, string group, CancellationToken cancel) => MustAsync("/usr/bin/gpasswd", ["--add", user, group], cancel);

    public Task RemoveUserAsync(string name, CancellationToken cancel) => MustAsync("/usr/sbin/userdel", [name], cancel);

    public Task RemoveGroupAsync(string name, CancellationToken cancel) => MustAsync("/usr/sbin/groupdel", [name], cancel);

    public Task RemoveMemberAsync(string user, string group, CancellationToken cancel) => MustAsync("/usr/bin/gpasswd", ["--delete", user, group], cancel);

    public Task OwnAsync(string path, string user, string group, CancellationToken cancel) => MustAsync("/bin/chown", ["--", $"{user}:{group}", path], cancel);

    public async Task<bool> MayReadAsync(string user, string file, CancellationToken cancel) =>
        (await Tool.RunAsync("/usr/bin/setpriv", ["--reuid", user, "--regid", user, "--init-groups", "test", "-r", file], cancel)).Succeeded;

    private static async Task MustAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var run = await Tool.RunAsync(program, arguments, cancel);
        if (!run.Succeeded)
            throw new IOException($"{program} {string.Join(' ', arguments)} failed: {run.Error.Trim().ReplaceLineEndings(" ")}");
    }
}
