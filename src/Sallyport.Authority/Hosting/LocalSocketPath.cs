using System.Net.Sockets;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Hosting;

/// <summary>The place of the command line's socket.</summary>
internal static class LocalSocketPath
{
    private const UnixFileMode Everybody =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Takes away what a crash left behind.</summary>
    /// <exception cref="StartFailure">Somebody listens there, or the folder cannot be used.</exception>
    public static void Prepare(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path))
                return;

            if (Answers(path))
                throw new StartFailure($"another authority is running at {path}; stop it first, or name another socket");
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartFailure($"the socket {path} cannot be created: {e.Message}; give this user its folder", e);
        }
    }

    /// <summary>Everybody may connect: what a caller may do depends on who the kernel says he is.</summary>
    public static void OpenToEverybody(string path) => File.SetUnixFileMode(path, Everybody);

    private static bool Answers(string path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
