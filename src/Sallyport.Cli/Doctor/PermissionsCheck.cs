using Sallyport.Authority.Secrets;

namespace Sallyport.Cli.Doctor;

/// <summary>What must stay secret is readable by its owner alone, and nobody else may write what decides about logins.</summary>
internal static class PermissionsCheck
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode GroupAndOthers = Others | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode WrittenByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask.WaitAsync(cancel);
        var options = around.Options;
        List<(string Path, UnixFileMode Forbidden, string Mode)> rules =
        [
            (around.ConfigFile, WrittenByOthers, "0644"),
            (options.StateFolder, GroupAndOthers, "0700"),
            (options.KeyFile ?? Path.Combine(options.StateFolder, "key"), GroupAndOthers, "0600"),
            (Path.Combine(options.StateFolder, CertificateAuthority.KeyFile), GroupAndOthers, "0600"),
            (options.NoticesFolder, GroupAndOthers, "0700"),
            .. options.Radius.Clients.Select(client => (client.SecretFile, Others | UnixFileMode.GroupWrite, "0640")),
        ];
        foreach (var door in around.Doors)
        {
            rules.Add((door.Paths.RadiusClient, GroupAndOthers, "0600"));
            rules.Add((door.Paths.PamDuo, GroupAndOthers, "0600"));
            if (door.Record.Written.ContainsKey(door.Paths.LoginDuo))
                rules.Add((door.Paths.LoginDuo, GroupAndOthers, "0600"));
            rules.Add((door.Paths.PamService, WrittenByOthers, "0644"));
            rules.Add((door.Paths.Config, WrittenByOthers, "0644"));
            rules.Add((door.Paths.NoticesScript, WrittenByOthers, "0755"));
        }

        var wrong = 0;
        foreach (var (path, forbidden, mode) in rules.Where(rule => Path.Exists(rule.Path)))
        {
            if ((File.GetUnixFileMode(path) & forbidden) == UnixFileMode.None)
                continue;
            wrong++;
            yield return Finding.Wrong("permissions", $"{path} is open to others", $"chmod {mode} {path}");
        }

        if (wrong == 0)
            yield return Finding.Fine("permissions", "secrets are readable only by their owners");
    }
}
