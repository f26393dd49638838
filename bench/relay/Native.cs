using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Sallyport.Bench.Relay;

/// <summary>The bare calls of the load generator: both sides get the same cheap peers.</summary>
internal static unsafe partial class Native
{
    private const int Truncate = 0x20, CloseOnExec = 0x80000;

    /// <summary>A blocking listener that accepts as fast as the kernel does.</summary>
    public static Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, optionValue: true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen(4096);
        return socket;
    }

    public static int Port(this Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    public static int Accept(Socket listener) => AcceptCall((int)listener.Handle, null, null, CloseOnExec);

    /// <summary>Takes input without copying it: the sink costs next to nothing.</summary>
    public static nint Discard(int socket, int most) => Receive(socket, null, (nuint)most, Truncate);

    public static nint Send(int socket, byte* bytes, int length) => SendCall(socket, bytes, (nuint)length, 0x4000);

    public static void Close(int socket) => _ = CloseCall(socket);

    [LibraryImport("libc", EntryPoint = "accept4")]
    private static partial int AcceptCall(int socket, void* address, void* length, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    private static partial nint Receive(int socket, void* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send")]
    private static partial nint SendCall(int socket, void* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseCall(int socket);
}
