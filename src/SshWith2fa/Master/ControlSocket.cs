using System.Buffers.Binary;
using System.Text;
using SshWith2fa.Platform;

namespace SshWith2fa.Master;

/// <summary>What a control socket turned out to be.</summary>
internal enum MasterHealth
{
    /// <summary>No socket there.</summary>
    Absent,

    /// <summary>A socket that refuses: its master is dead.</summary>
    Dead,

    /// <summary>A socket that takes a connection, or would, but does not answer in time: its master hangs.</summary>
    Silent,

    Alive,
}

/// <summary>The answer of a master to a request.</summary>
internal enum MasterAnswer
{
    Done,
    Refused,

    /// <summary>It did not answer in time.</summary>
    None,
}

/// <summary>
/// The client's side of OpenSSH's PROTOCOL.mux, version 4: as much of it as asks whether the master lives, opens and lists
/// forwards and ends it. Faster than <c>ssh -O</c>, and bounded where that can hang for ever on a stopped master.
/// </summary>
internal sealed class ControlSocket : IDisposable
{
    private static readonly TimeSpan EndBound = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private const uint Version = 4;
    private const uint Hello = 0x00000001;
    private const uint AliveCheck = 0x10000004;
    private const uint Terminate = 0x10000005;
    private const uint OpenForward = 0x10000006;
    private const uint AnswerOk = 0x80000001;
    private const uint AnswerAlive = 0x80000005;
    private const uint ForwardLocal = 1;
    private const uint ForwardDynamic = 3;
    private const int LongestAnswer = 64 * 1024;

    private readonly LocalSocket socket;
    private uint request;

    private ControlSocket(LocalSocket socket) => this.socket = socket;

    /// <summary>Connects and shakes hands; null unless the master answers within the time.</summary>
    public static ControlSocket? Connect(string path, TimeSpan atMost, out MasterHealth health)
    {
        health = MasterHealth.Absent;
        // A path that no socket can have has no master either.
        if (!File.Exists(path) || !LocalSocket.CanHavePath(path))
            return null;
        health = MasterHealth.Silent;
        var connection = LocalSocket.Connect(path, atMost, out var refused);
        if (refused)
            health = MasterHealth.Dead;
        if (connection is null)
            return null;
        var control = new ControlSocket(connection);
        if (control.Send(Hello, Version) && control.Receive() is { Length: >= 8 } hello && Word(hello, 0) == Hello && Word(hello, 4) == Version)
        {
            health = MasterHealth.Alive;
            return control;
        }
        control.Dispose();
        return null;
    }

    /// <summary>Whether a master answers at that path, and its process number.</summary>
    public static (MasterHealth Health, int Process) Check(string path, TimeSpan atMost)
    {
        using var control = Connect(path, atMost, out var health);
        if (control is null)
            return (health, 0);
        return control.Send(AliveCheck, ++control.request) && control.Receive() is { Length: >= 12 } answer && Word(answer, 0) == AnswerAlive
            ? (MasterHealth.Alive, (int)Word(answer, 8))
            : (MasterHealth.Silent, 0);
    }

    /// <summary>Asks the master at that path to end; one that does not answer is left to the monitor's and the probe's clearing.</summary>
    /// <returns>Whether there was a master that answered.</returns>
    public static bool AskToEnd(string path)
    {
        using var master = Connect(path, EndBound, out _);
        // OpenSSH's master is often gone before its answer is.
        master?.End();
        return master is not null;
    }

    /// <summary>Returns when the master is gone. The open connection counts as use, so that no idle master ends meanwhile.</summary>
    public static void AwaitEnd(string path)
    {
        while (Connect(path, Patience, out var health) is var control && health is MasterHealth.Alive or MasterHealth.Silent)
        {
            using (control)
            {
                // It says nothing by itself: this ends with the master, or after a day.
                control?.socket.Fill(new byte[1]);
            }
        }
    }

    /// <summary>Asks the master to listen on 127.0.0.1 and to carry what arrives to a host inside.</summary>
    public MasterAnswer Forward(int localPort, string host, int port) => Ask(OpenForwardRequest(ForwardLocal, localPort, host, port));

    /// <summary>Asks the master for a SOCKS listener on 127.0.0.1. The host must not be empty: OpenSSH itself sends this word.</summary>
    public MasterAnswer ForwardDynamically(int localPort) => Ask(OpenForwardRequest(ForwardDynamic, localPort, "socks", 0));

    /// <summary>Ends the master and all that rides on it.</summary>
    public MasterAnswer End() => Ask(Message(Terminate, ++request));

    public void Dispose() => socket.Dispose();

    private MasterAnswer Ask(byte[] message)
    {
        if (!socket.Send(message) || Receive() is not { Length: >= 4 } answer)
            return MasterAnswer.None;
        return Word(answer, 0) == AnswerOk ? MasterAnswer.Done : MasterAnswer.Refused;
    }

    private byte[] OpenForwardRequest(uint kind, int localPort, string host, int port)
    {
        var body = new List<byte>();
        Add(body, OpenForward);
        Add(body, ++request);
        Add(body, kind);
        Add(body, "127.0.0.1");
        Add(body, (uint)localPort);
        Add(body, host);
        Add(body, (uint)port);
        return Framed(body);
    }

    private bool Send(params ReadOnlySpan<uint> words) => socket.Send(Message(words));

    private static byte[] Message(params ReadOnlySpan<uint> words)
    {
        var body = new List<byte>();
        foreach (var word in words)
            Add(body, word);
        return Framed(body);
    }

    private static byte[] Framed(List<byte> body)
    {
        var message = new byte[4 + body.Count];
        BinaryPrimitives.WriteUInt32BigEndian(message, (uint)body.Count);
        body.CopyTo(message, 4);
        return message;
    }

    private byte[] Receive()
    {
        var length = new byte[4];
        if (!socket.Fill(length))
            return [];
        var size = Word(length, 0);
        if (size > LongestAnswer)
            return [];
        var body = new byte[size];
        return socket.Fill(body) ? body : [];
    }

    private static void Add(List<byte> body, uint word)
    {
        body.Add((byte)(word >> 24));
        body.Add((byte)(word >> 16));
        body.Add((byte)(word >> 8));
        body.Add((byte)word);
    }

    private static void Add(List<byte> body, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(body, (uint)bytes.Length);
        body.AddRange(bytes);
    }

    private static uint Word(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
}
