using System.Net.Sockets;
using Sallyport.Cli.Talking;

namespace Sallyport.Cli.Doctor;

/// <summary>The authority answers at its socket.</summary>
internal static class AuthorityCheck
{
    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var path = around.Options.Socket;
        yield return await AuthoritySocket.ErrorAsync(path, cancel) switch
        {
            null => Finding.Fine("authority", $"it answers at {path}"),
            SocketError.AccessDenied => Finding.Wrong("authority", $"this user may not open {path}", $"chmod 0666 {path}"),
            _ => Finding.Wrong("authority", $"nothing answers at {path}, so the outside doors refuse everybody", "start it: systemctl start sallyport (journalctl -u sallyport shows what prevents it)"),
        };
    }
}
