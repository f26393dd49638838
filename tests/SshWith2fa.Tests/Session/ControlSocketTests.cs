using System.Diagnostics;
using System.Net.Sockets;
using SshWith2fa.Master;

namespace SshWith2fa.Tests.Session;

/// <summary>Masters that no real ssh would play: silent, dead, talkative.</summary>
public sealed class ControlSocketTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMilliseconds(200);
    private readonly Scratch scratch = new();

    private string Socket_ => Path.Combine(scratch.Directory, "s");

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void No_socket_is_absent() => Assert.Equal(MasterHealth.Absent, ControlSocket.Check(Socket_, Bound).Health);

    [Fact]
    public void A_plain_file_is_no_master()
    {
        File.WriteAllText(Socket_, "");
        Assert.Equal(MasterHealth.Dead, ControlSocket.Check(Socket_, Bound).Health);
    }

    [Fact]
    public void A_socket_whose_owner_died_is_dead_at_once()
    {
        using (var listener = Listen())
        {
            // .NET removes the file it bound; a killed ssh does not.
            File.Move(Socket_, Socket_ + "2");
            Assert.True(listener.IsBound);
        }
        File.Move(Socket_ + "2", Socket_);
        // A program that another test starts at this moment holds a copy of the listener between its fork and its exec.
        Assert.True(SpinWait.SpinUntil(() => ControlSocket.Check(Socket_, Patience).Health == MasterHealth.Dead, Patience));
    }

    [Fact]
    public void A_master_that_says_nothing_is_silent_within_the_bound()
    {
        using var listener = Listen();
        var watch = Stopwatch.StartNew();
        Assert.Equal(MasterHealth.Silent, ControlSocket.Check(Socket_, Bound).Health);
        Assert.InRange(watch.Elapsed, Bound * 0.9, Patience);
    }

    [Fact]
    public void A_master_with_a_full_backlog_is_silent_and_blocks_nobody()
    {
        using var listener = Listen(backlog: 0);
        var held = new List<Socket>();
        for (var i = 0; i < 4; i++)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
            try
            {
                socket.Connect(new UnixDomainSocketEndPoint(Socket_));
            }
            catch (SocketException)
            {
                // Full: that is what is wanted.
            }
            held.Add(socket);
        }
        var watch = Stopwatch.StartNew();
        Assert.Equal(MasterHealth.Silent, ControlSocket.Check(Socket_, Bound).Health);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Patience);
        foreach (var socket in held) socket.Dispose();
    }

    /// <summary>For answers that come at once, however busy the machine is.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Any_answer_gives_a_health_and_never_an_exception()
    {
        var random = new Random(7);
        byte[] good = [0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 12, 0x80, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0x12, 0x67];
        using var listener = Listen(backlog: 5);
        for (var i = 0; i < 300; i++)
        {
            var answer = (byte[])good.Clone();
            if (i > 0) for (var change = random.Next(1, 4); change > 0; change--) answer[random.Next(answer.Length)] = (byte)random.Next(256);
            var check = Task.Run(() => ControlSocket.Check(Socket_, Patience), TestContext.Current.CancellationToken);
            using (var client = await listener.AcceptAsync(TestContext.Current.CancellationToken))
            {
                // All that it asks is read before the end, so that the end is no reset.
                await client.ReceiveAsync(new byte[12], TestContext.Current.CancellationToken);
                try
                {
                    await client.SendAsync(answer, TestContext.Current.CancellationToken);
                    client.Shutdown(SocketShutdown.Send);
                }
                catch (SocketException) when (i > 0)
                {
                    // Hung up on at the first wrong byte.
                }
                await check;
            }
            var (health, process) = await check;
            if (i == 0) Assert.Equal((MasterHealth.Alive, 0x1267), (health, process));
            Assert.NotEqual(MasterHealth.Absent, health);
        }
    }

    private Socket Listen(int backlog = 1)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Socket_));
        listener.Listen(backlog);
        return listener;
    }
}
