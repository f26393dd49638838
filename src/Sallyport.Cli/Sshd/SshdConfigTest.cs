using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Cli.Sshd.Texts;

namespace Sallyport.Cli.Sshd;

/// <summary>Has sshd judge a configuration before it stands anywhere (<c>sshd -t</c>).</summary>
internal static class SshdConfigTest
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The sentence with sshd's objection, or null.</summary>
    public static async Task<string?> RunAsync(Door door, CancellationToken cancel)
    {
        var fresh = !Directory.Exists(door.Paths.State);
        Directory.CreateDirectory(door.Paths.State, OwnerOnly);
        var staged = await WantedFile.Text(Path.Combine(door.Paths.State, "trial"), SshdConfig.For(door)).StageAsync(cancel);
        // sshd wants this folder even for a test; Debian makes it only when its own sshd starts.
        if (Environment.IsPrivilegedProcess)
            Directory.CreateDirectory("/run/sshd");
        var verdict = await Tool.RunAsync(door.Paths.Sshd, ["-t", "-f", staged], cancel);
        File.Delete(staged);
        if (verdict.Succeeded)
            return null;

        if (fresh)
            DoorRecord.Forget(door.Paths);
        return $"sshd does not accept the configuration: {verdict.Error.Replace(staged, door.Paths.Config, StringComparison.Ordinal).Trim()}";
    }
}
