using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Sallyport.Gate.Linux;
using Sallyport.Gate.Relay;

namespace Sallyport.Gate.Tests.Relay;

/// <summary>A relay between a listening front and a listening backend on loopback, and the ends it has reported.</summary>
internal sealed partial class RelayBench : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private readonly Socket front = Listen();
    private readonly List<Task<RelayEnd>> ends = [];

    public RelayBench(RelayOptions? options = null, TimeProvider? time = null) =>
        Engine = new RelayEngine(options ?? RelayOptions.Default, time ?? TimeProvider.System);

    public RelayEngine Engine { get; }
    public Socket Backend { get; } = Listen();
    public IPEndPoint BackendEndpoint => (IPEndPoint)Backend.LocalEndPoint!;

    public static Socket Listen(int backlog = 1024)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen(backlog);
        return socket;
    }

    /// <summary>A client whose connection has been given to the relay; the end comes when the relay is done with it.</summary>
    public async Task<(Socket Client, Task<RelayEnd> End)> Connect(
        ReadOnlyMemory<byte> preamble = default, IReadOnlyList<IPEndPoint>? endpoints = null, Action<Socket>? beforeRelay = null)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(front.LocalEndPoint!);
        using var accepted = await front.AcceptAsync();
        beforeRelay?.Invoke(client);
        var end = new TaskCompletionSource<RelayEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        Engine.Add(new RelayRequest(Duplicate((int)accepted.Handle), endpoints ?? [BackendEndpoint], preamble, Source: null, e => end.SetResult(e)));
        ends.Add(end.Task);
        return (client, end.Task.WaitAsync(Patience));
    }

    public async Task<(Socket Client, Socket Server, Task<RelayEnd> End)> Pair()
    {
        var (client, end) = await Connect();
        return (client, await Accept(), end);
    }

    public Task<Socket> Accept() => Backend.AcceptAsync().WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        Engine.Dispose();
        front.Dispose();
        Backend.Dispose();
        await Task.WhenAll(ends).WaitAsync(Patience);
    }

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int DuplicateCall(int descriptor);

    private static int Duplicate(int descriptor) => Errno.Check(DuplicateCall(descriptor), "dup");
}

internal static class SocketWords
{
    public static async Task<int> Say(this Socket socket, ReadOnlyMemory<byte> bytes) =>
        await socket.SendAsync(bytes).AsTask().WaitAsync(RelayBench.Patience);

    public static async Task<byte[]> ReadToEnd(this Socket socket)
    {
        using var all = new MemoryStream();
        var buffer = new byte[65536];
        while (await socket.ReceiveAsync(buffer.AsMemory()).AsTask().WaitAsync(RelayBench.Patience) is var n and > 0) all.Write(buffer, 0, n);
        return all.ToArray();
    }

    public static async Task<byte[]> Read(this Socket socket, int length)
    {
        var buffer = new byte[length];
        for (var have = 0; have < length;)
        {
            var n = await socket.ReceiveAsync(buffer.AsMemory(have)).AsTask().WaitAsync(RelayBench.Patience);
            if (n == 0) throw new EndOfStreamException();
            have += n;
        }

        return buffer;
    }

    public static void Reset(this Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    /// <summary>Waits until something holds that must come: the engine's thread may be behind what the sockets show.</summary>
    public static async Task Until(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(RelayBench.Patience);
        while (!holds()) await Task.Delay(5, patience.Token);
    }

    /// <summary>Every buffer on the way is full: nobody reads at the other end.</summary>
    public static Task Stalled(this Socket sender) => Until(() => !sender.Poll(0, SelectMode.SelectWrite));

    /// <summary>Whether the peer has reset: the next read fails so.</summary>
    public static async Task<bool> IsReset(this Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1].AsMemory()).AsTask().WaitAsync(RelayBench.Patience) < 0;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionReset;
        }
    }
}
