using System.Buffers.Binary;
using System.Net.Sockets;

namespace SshWith2fa.Tests.Session;

/// <summary>A control master that answers as OpenSSH's, once it is let: PROTOCOL.mux, hello, alive check, forwards and the end.</summary>
internal sealed class PlayedMaster : IDisposable
{
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ManualResetEventSlim answers;
    private readonly uint process;
    private readonly List<Socket> clients = [];

    public PlayedMaster(string path, int process, bool answers)
    {
        this.answers = new ManualResetEventSlim(answers);
        this.process = (uint)process;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(16);
        new Thread(Accept) { IsBackground = true }.Start();
    }

    public List<uint> Requests { get; } = [];

    /// <summary>Ends when a client has said hello and asked nothing since: each check asks whether the master lives.</summary>
    public async Task Holds(CancellationToken cancel)
    {
        while (true)
        {
            lock (Requests)
                if (Requests.Count(kind => kind == 1) > Requests.Count(kind => kind == 0x10000004)) return;
            await Task.Yield();
            cancel.ThrowIfCancellationRequested();
        }
    }

    public void Answer() => answers.Set();

    /// <summary>Ends as a killed master does: the listener first, then every client.</summary>
    public void Dispose()
    {
        listener.Dispose();
        lock (clients)
            foreach (var client in clients) client.Dispose();
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                var client = listener.Accept();
                lock (clients) clients.Add(client);
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private void Serve(Socket client)
    {
        try
        {
            using var stream = new NetworkStream(client, ownsSocket: true);
            var length = new byte[4];
            while (true)
            {
                stream.ReadExactly(length);
                var body = new byte[BinaryPrimitives.ReadUInt32BigEndian(length)];
                stream.ReadExactly(body);
                var kind = BinaryPrimitives.ReadUInt32BigEndian(body);
                lock (Requests) Requests.Add(kind);
                answers.Wait();
                stream.Write(kind switch
                {
                    1 => Framed(1, 4),
                    0x10000004 => Framed(0x80000005, BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(4)), process),
                    _ => Framed(0x80000001, BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(4))),
                });
            }
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException)
        {
            // The client has hung up.
        }
    }

    private static byte[] Framed(params uint[] words)
    {
        var message = new byte[4 + (4 * words.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(message, (uint)(4 * words.Length));
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(4 + (4 * i)), words[i]);
        return message;
    }
}
