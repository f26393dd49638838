using System.Net.Sockets;

namespace Sallyport.Cli.Talking;

/// <summary>Tries whether an authority takes connections, and says nothing to it.</summary>
internal static class AuthoritySocket
{
    public static async Task<bool> AnswersAsync(string path, CancellationToken cancel) => await ErrorAsync(path, cancel) is null;

    /// <summary>Why nobody could be connected to; null when somebody took the connection.</summary>
    public static async Task<SocketError?> ErrorAsync(string path, CancellationToken cancel)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return null;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }
}
