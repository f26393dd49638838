using System.Net.Sockets;
using Sallyport.Gate.Linux;

namespace Sallyport.Gate.Tests;

public sealed class HandshakeTests
{
    private const int LevelTcp = 6, DelayedAckMax = 46;

    [Fact]
    public void a_hastened_socket_has_no_nagle_and_where_the_kernel_can_a_short_delay_of_acknowledgements()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Handshake.Hasten((int)socket.Handle);
        Assert.True(socket.NoDelay);
        var value = new byte[4];
        try
        {
            socket.GetRawSocketOption(LevelTcp, DelayedAckMax, value);
        }
        catch (SocketException)
        {
            return; // before Linux 6.15
        }

        Assert.InRange(BitConverter.ToInt32(value), 1, 20_000);
    }
}
