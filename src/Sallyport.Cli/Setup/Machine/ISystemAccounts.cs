namespace Sallyport.Cli.Setup.Machine;

/// <summary>The machine's users and groups.</summary>
internal interface ISystemAccounts
{
    bool HasUser(string name);

    bool HasGroup(string name);

    bool IsMember(string user, string group);

    /// <summary>Makes a system user that cannot log in, with a group of its name.</summary>
    Task AddUserAsync(string name, string home, string about, CancellationToken cancel);

    Task AddGroupAsync(string name, CancellationToken cancel);

    Task AddMemberAsync(string user, string group, CancellationToken cancel);

    Task RemoveUserAsync(string name, CancellationToken cancel);

    Task RemoveGroupAsync(string name, CancellationToken cancel);

    Task RemoveMemberAsync(string user, string group, CancellationToken cancel);

    /// <summary>Gives a file or a folder to a user and a group.</summary>
    Task OwnAsync(string path, string user, string group, CancellationToken cancel);

    /// <summary>Whether the user may read the file.</summary>
    Task<bool> MayReadAsync(string user, string file, CancellationToken cancel);
}
