using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Cli.Sshd.Texts;

namespace Sallyport.Cli.Sshd;

/// <summary>Has sshd judge a configuration before it stands anywhere (<c>sshd -t</c>).</summary>
internal static class SshdConfigTest
{
    /// <summary>The sentence with sshd's objection, or null.</summary>
    public static async Task<string?> RunAsync(Door door, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-sshd-");
        try
        {
            var staged = await WantedFile.Text(Path.Combine(folder.FullName, "trial"), SshdConfig.For(door)).StageAsync(cancel);
            // sshd wants this folder even for a test; Debian makes it only when its own sshd starts.
            if (Environment.IsPrivilegedProcess)
                Directory.CreateDirectory("/run/sshd");
            var verdict = await Tool.RunAsync(door.Paths.Sshd, ["-t", "-f", staged], cancel);
            return verdict.Succeeded ? null : $"sshd does not accept the configuration: {verdict.Error.Replace(staged, door.Paths.Config, StringComparison.Ordinal).Trim()}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
