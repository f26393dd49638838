using Sallyport.Authority.Local;

namespace Sallyport.Cli.Duo;

/// <summary>The configuration that Duo's clients read (pam_duo.conf and login_duo.conf are alike).</summary>
internal static class DuoClientConfig
{
    public static string Text(HostAddedMessage host)
    {
        var lines = new List<string>
        {
            $"; Keys of {host.Name}. Mode 0600: who reads this can ask in the host's name.",
            "[duo]",
            $"host = {host.ApiHost}",
            $"ikey = {host.IntegrationKey}",
            $"skey = {host.SecretKey}",
        };
        if (host.CertificateAuthority is { } authority)
            lines.Add($"cafile = {authority}");
        lines.AddRange(["; No answer from the authority means no login.", "failmode = secure", "pushinfo = yes", "prompts = 3", string.Empty]);
        return string.Join('\n', lines);
    }

    /// <summary>Writes both files, each whole or not at all; what stood there is kept beside it with <c>.before-sallyport</c>.</summary>
    public static IEnumerable<string> Install(HostAddedMessage host, DirectoryInfo folder)
    {
        if (!folder.Exists)
            throw new CommandFailure(ExitCode.Failed, $"there is no folder {folder}; make it, or name another");

        foreach (var name in new[] { "pam_duo.conf", "login_duo.conf" })
        {
            var path = Path.Combine(folder.FullName, name);
            var fresh = path + ".new";
            using (var file = new FileStream(fresh, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(Text(host) + (name == "login_duo.conf" ? "accept_env_factor = yes\n" : string.Empty)));
            }

            if (File.Exists(path))
                File.Move(path, path + ".before-sallyport", overwrite: true);
            File.Move(fresh, path);
            yield return path;
        }
    }
}
