using EndToEnd.Machine;

namespace EndToEnd.Portal;

/// <summary>What the tests use from npm, at the versions of <c>web/package-lock.json</c>: installed when it is not there.</summary>
internal static class NodePackages
{
    private static readonly Lazy<Task<string>> Folder = new(InstallAsync);

    /// <summary>The folder that has <c>node_modules</c>.</summary>
    public static Task<string> FolderAsync() => Folder.Value;

    private static async Task<string> InstallAsync()
    {
        var folder = Path.Combine(Checkout.Root, "tests/EndToEnd/Portal/web");
        var wanted = new FileInfo(Path.Combine(folder, "package-lock.json"));
        var installed = new FileInfo(Path.Combine(folder, "node_modules/.package-lock.json"));
        if (!installed.Exists || installed.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
            await Run.MustAsync("npm", "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund");
        return folder;
    }
}
