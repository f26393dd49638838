using System.Text;
using SshWith2fa.Configuration;
using SshWith2fa.Platform;

namespace SshWith2fa.SshConfig;

/// <summary>Our ssh, scp and sftp: scripts of two lines, marked so that the search for the real ones passes them by.</summary>
internal sealed class Links(ClientPaths paths, IPlatform platform)
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    public void Write()
    {
        foreach (var name in (string[])["ssh", "scp", "sftp"])
        {
            var (file, text) = platform.HasControlSockets
                ? (name, $"#!/bin/sh\n{RealPrograms.LinkMark}\nexec '{platform.OwnPath.Replace("'", "'\\''", StringComparison.Ordinal)}' {name} \"$@\"\n")
                : (name + ".cmd", $"@rem {RealPrograms.LinkMark}\r\n@\"{platform.OwnPath}\" {name} %*\r\n");
            Files.WritePrivate(Path.Combine(paths.Links, file), Encoding.UTF8.GetBytes(text), Executable);
        }
    }
}
