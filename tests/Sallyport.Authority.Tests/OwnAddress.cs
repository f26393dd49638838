using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Sallyport.Authority.Tests;

/// <summary>
/// A loopback address that nobody else uses, for a server that must know its port before it listens: a port that was free on
/// 127.0.0.1 a moment ago may be somebody else's by then.
/// </summary>
internal static class OwnAddress
{
    public static IPEndPoint Next() =>
        new(new IPAddress([127, (byte)RandomNumberGenerator.GetInt32(64, 255), .. RandomNumberGenerator.GetBytes(2)]), 20443);

    /// <summary>Makes a client reach this address whatever name it asks for, as a hosts file would.</summary>
    public static SocketsHttpHandler For(IPEndPoint address) => new()
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(address, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };
}
