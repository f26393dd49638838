using System.Net;
using System.Net.Sockets;
using System.Text;
using Sallyport.Gate.ProxyProtocol;
using Sallyport.Gate.Tests.Relay;

namespace Sallyport.Gate.Tests.ProxyProtocol;

public sealed class ProxyReceiverTests
{
    private static readonly IPAddress Edge = IPAddress.Parse("192.0.2.9");

    [Fact]
    public async Task A_header_in_single_bytes_is_taken_exactly_and_what_follows_is_left()
    {
        using var pair = await Pair.Make();
        for (var i = 0; i < Headers.V6.Length; i++)
        {
            Assert.Equal(ProxyReading.Incomplete, ProxyReceiver.Receive((int)pair.Server.Handle, Edge));
            await pair.Client.Say(Headers.V6.AsMemory(i, 1));
            await pair.Arrived(i + 1);
        }

        await pair.Client.Say("SSH-2.0-x\r\n"u8.ToArray());
        await pair.Arrived(Headers.V6.Length + 11);
        var reading = ProxyReceiver.Receive((int)pair.Server.Handle, Edge);
        Assert.Equal("[2001:db8::7]:4000", reading.Header!.Source.ToString());
        Assert.Equal("SSH-2.0-x\r\n", Encoding.ASCII.GetString(await pair.Server.Read(11)));
    }

    [Fact]
    public async Task What_is_refused_is_left_where_it_is()
    {
        using var pair = await Pair.Make();
        await pair.Client.Say("SSH-2.0-x\r\n"u8.ToArray());
        await pair.Arrived(11);
        Assert.Equal(ProxyFault.Missing, ProxyReceiver.Receive((int)pair.Server.Handle, Edge).Fault);
        Assert.Equal("SSH-2.0-x\r\n", Encoding.ASCII.GetString(await pair.Server.Read(11)));
    }

    [Fact]
    public async Task An_end_before_any_header_and_a_reset_are_refusals()
    {
        using var ended = await Pair.Make();
        ended.Client.Shutdown(SocketShutdown.Send);
        Assert.True(SpinWait.SpinUntil(() => ProxyReceiver.Receive((int)ended.Server.Handle, Edge).Fault == ProxyFault.EndedEarly, RelayBench.Patience));
        using var reset = await Pair.Make();
        reset.Client.Reset();
        Assert.True(SpinWait.SpinUntil(() => ProxyReceiver.Receive((int)reset.Server.Handle, Edge).Fault == ProxyFault.EndedEarly, RelayBench.Patience));
    }

    private sealed record Pair(Socket Client, Socket Server) : IDisposable
    {
        public static async Task<Pair> Make()
        {
            using var listener = RelayBench.Listen();
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await client.ConnectAsync(listener.LocalEndPoint!);
            return new Pair(client, await listener.AcceptAsync());
        }

        public async Task Arrived(int bytes)
        {
            while (Server.Available < bytes) await Task.Yield();
        }

        public void Dispose()
        {
            Client.Dispose();
            Server.Dispose();
        }
    }
}
