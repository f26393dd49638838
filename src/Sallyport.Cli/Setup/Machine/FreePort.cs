using System.Net;
using System.Net.Sockets;

namespace Sallyport.Cli.Setup.Machine;

/// <summary>Tries whether a port can be had.</summary>
internal static class FreePort
{
    public static bool IsFree(IPEndPoint address)
    {
        try
        {
            using var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
                listener.DualMode = false;
            listener.Bind(address);
            return true;
        }
        catch (SocketException refused)
        {
            // An address that this machine does not have (IPv6 switched off) is no program's.
            return refused.SocketErrorCode is not SocketError.AddressAlreadyInUse;
        }
    }
}
