using Sallyport.Authority.Local;
using Sallyport.Authority.Secrets;
using Sallyport.Cli.Sshd.Files;
using Sallyport.Cli.Sshd.Texts;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Duo;

/// <summary>What Duo's clients on this machine read: both configurations, and the root certificate where they can read it.</summary>
internal static class DuoClientFiles
{
    /// <summary>The text of pam_duo.conf, for administrators who write it by hand.</summary>
    public static string Text(HostAddedMessage host) => Client(host, host.CertificateAuthority).ForPamDuo();

    /// <summary>Asked before a host is registered: nobody could use its keys when they cannot be written.</summary>
    /// <exception cref="CommandFailure">The folder is not there, or takes no file.</exception>
    public static void DemandWritable(DirectoryInfo folder)
    {
        if (!folder.Exists)
            throw new CommandFailure(ExitCode.Failed, $"there is no folder {folder}; create it, or name another");
        var trial = Path.Combine(folder.FullName, $".sallyport-{Guid.NewGuid():N}");
        try
        {
            File.Create(trial, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.Failed, $"no file can be written to {folder.FullName}: {refused.Message}");
        }
    }

    /// <summary>Writes the files when all of them can be written; what stood there is kept beside it with <c>.before-sallyport</c>.</summary>
    /// <exception cref="CommandFailure">The folder is not there, or one of the names is a folder's.</exception>
    public static async Task<IReadOnlyList<string>> InstallAsync(HostAddedMessage host, DirectoryInfo folder, CancellationToken cancel)
    {
        DemandWritable(folder);
        var root = host.CertificateAuthority is null ? null : In("sallyport-authority.pem");
        var client = Client(host, root);
        var files = new List<WantedFile>();
        if (root is not null)
            files.Add(WantedFile.Text(root, await File.ReadAllTextAsync(host.CertificateAuthority!, cancel)));
        files.Add(WantedFile.Secret(In("pam_duo.conf"), client.ForPamDuo()));
        files.Add(WantedFile.SecretOf(DuoClient.LoginDuoReader, In("login_duo.conf"), client.ForLoginDuo()));

        if (files.Find(file => Directory.Exists(file.Path)) is { } taken)
            throw new CommandFailure(ExitCode.Failed, $"{taken.Path} is a folder; remove it, or name another place");
        var staged = new List<(WantedFile File, string Fresh)>();
        try
        {
            foreach (var file in files)
                staged.Add((file, await file.StageAsync(cancel)));
        }
        catch
        {
            foreach (var (_, fresh) in staged)
                File.Delete(fresh);
            throw;
        }

        foreach (var (file, fresh) in staged)
        {
            if (File.Exists(file.Path))
                File.Move(file.Path, file.Path + ".before-sallyport", overwrite: true);
            File.Move(fresh, file.Path);
        }

        return [.. files.Select(file => file.Path)];

        string In(string name) => Path.Combine(folder.FullName, name);
    }

    private static DuoClient Client(HostAddedMessage host, string? root) => new(host.ApiHost, host.IntegrationKey, new Secret(host.SecretKey), root);
}
