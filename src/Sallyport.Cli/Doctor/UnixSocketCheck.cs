using System.Runtime.CompilerServices;

namespace Sallyport.Cli.Doctor;

/// <summary>From release 256 on systemd opens a Unix socket, where everybody with an account finds the machine's own sshd.</summary>
internal static class UnixSocketCheck
{
    private const string Socket = "/run/ssh-unix-local/socket";

    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask.WaitAsync(cancel);
        if (File.Exists(Socket))
        {
            yield return Finding.Note(
                "inside door",
                $"systemd opens {Socket}, through which local users reach the machine's own sshd without a second factor",
                "nothing, if the inside door should be open on the machine itself; otherwise: systemctl mask --now sshd-unix-local.socket");
        }
    }
}
