using System.Text;
using SshWith2fa.Platform;

namespace SshWith2fa.Configuration;

/// <summary>Looks, before a code is asked for, whether a session could be written down at all.</summary>
internal static class RuntimeFolder
{
    // ssh makes the socket under a longer name (17 bytes more) and renames it.
    private const int WhileItIsMade = 17;

    private static readonly byte[] Room = new byte[16 * 1024];

    /// <summary>True where ssh can make a socket of that name.</summary>
    public static bool HasRoom(string socket) => LocalSocket.CanHavePath(socket + new string('x', WhileItIsMade));

    /// <summary>The sentence that says why not and what to do; null when all is well.</summary>
    public static string? Obstacle(ClientPaths paths, string socket)
    {
        if (!HasRoom(socket))
            return $"the path of the control socket, {socket}, is longer than the system allows ({Encoding.UTF8.GetByteCount(socket)} bytes); nothing was asked: run \"ssh-with-2fa refresh\", which looks for a shorter path";
        var probe = Path.Combine(paths.Runtime, "room");
        try
        {
            Files.MakePrivateDirectory(paths.Runtime);
            Files.WritePrivate(probe, Room, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Files.Delete(probe);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Files.Delete(probe);
            return $"{paths.Runtime} cannot be written (is it full, or read-only?), so a session is not possible; nothing was asked: make it writable, then try again";
        }
    }
}
