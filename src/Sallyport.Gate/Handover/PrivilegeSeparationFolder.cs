namespace Sallyport.Gate.Handover;

/// <summary>
/// The empty folder that every sshd wants to be locked into. Where the machine's own sshd is a service, systemd removes the folder when that
/// service stops, and no sshd of the gate would start any more.
/// </summary>
/// <param name="path">The folder.</param>
internal sealed class PrivilegeSeparationFolder(string path)
{
    /// <summary>Debian's.</summary>
    public const string Usual = "/run/sshd";

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>An sshd that was built for another folder has no use for it.</summary>
    private readonly bool isWanted = Directory.Exists(path);

    /// <summary>Makes it again if it was there when the gate began. What fails here is sshd's to complain about.</summary>
    public void Restore()
    {
        if (!isWanted || Directory.Exists(path))
            return;
        try
        {
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, Mode); // whatever the umask
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // sshd says "Missing privilege separation directory" in its own log.
        }
    }
}
