using System.Globalization;
using System.Net.Sockets;

namespace Sallyport.Bench.Relay;

/// <summary>The machine behind, in a process of its own: throws away what it gets, or greets like sshd and waits for the end.</summary>
internal static unsafe class Backends
{
    public static void Sink(Socket listener)
    {
        while (true)
        {
            var socket = Native.Accept(listener);
            new Thread(() =>
            {
                while (Native.Discard(socket, 1 << 20) > 0)
                {
                }

                Native.Close(socket);
            }).Start();
        }
    }

    public static void Greet(Socket listener)
    {
        for (var i = 0; i < 3; i++)
            new Thread(() => GreetAll(listener)).Start();
        GreetAll(listener);

        static void GreetAll(Socket listener)
        {
            var greeting = "SSH-2.0-OpenSSH_9.2p1\r\n"u8;
            while (true)
            {
                var socket = Native.Accept(listener);
                fixed (byte* p = greeting)
                    _ = Native.Send(socket, p, greeting.Length);
                _ = Native.Discard(socket, 1024);
                Native.Close(socket);
            }
        }
    }

    /// <summary>Greets and then leaves the connection alone until the other side ends it.</summary>
    public static void Hold(Socket listener)
    {
        var greeting = "SSH-2.0-OpenSSH_9.2p1\r\n"u8;
        while (true)
        {
            var socket = Native.Accept(listener);
            fixed (byte* p = greeting)
                _ = Native.Send(socket, p, greeting.Length);
        }
    }

    public static void Announce(Socket listener) => Console.Out.WriteLine(listener.Port().ToString(CultureInfo.InvariantCulture));
}
