using System.Globalization;

namespace EndToEnd.Gate;

/// <summary>
/// Code that runs as the gate's listener, with its channel to the root half, tries to choose the address that sshd sees. The attacker is a real
/// process: the listener's user, no capabilities, no_new_privs, and whatever namespaces such a process can make for itself.
/// </summary>
public sealed class TakenListenerTests
{
    private const string Attacker = """
        import ctypes, os, socket, struct, sys, fcntl
        gate, listener, port, attack = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
        libc = ctypes.CDLL(None, use_errno=True)
        # The fixture's part, as root: what code in the listener has from the start.
        channel = libc.syscall(438, os.pidfd_open(listener), 3, 0)  # pidfd_getfd
        assert channel >= 0, os.strerror(ctypes.get_errno())
        os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
        libc.prctl(38, 1, 0, 0, 0)  # no_new_privs
        # From here on it is the attacker's.
        if attack == "own network":
            assert libc.unshare(0x10000000 | 0x40000000) == 0, os.strerror(ctypes.get_errno())
            control = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            fcntl.ioctl(control, 0x8914, struct.pack("16sh22x", b"lo", 1))
            fcntl.ioctl(control, 0x8916, struct.pack("16sHH4s16x", b"lo:1", 2, 0, socket.inet_aton("10.7.7.7")))
        where = ("127.0.0.2" if attack == "another address" else "127.0.0.1", port)
        end = socket.socket()
        end.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        end.bind(where); end.listen()
        client = socket.socket()
        if attack == "own network":
            client.bind(("10.7.7.7", 0))
        client.connect(where)
        taken, peer = end.accept()
        client.send(b"SSH-2.0-attacker\r\n")
        descriptors = [taken.fileno()] * (2 if attack == "two descriptors" else 1)
        rights = struct.pack("%di" % len(descriptors), *descriptors)
        socket.socket(fileno=channel).sendmsg([struct.pack("Q", 123456)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
        taken.close(); end.close()  # what came with a bad record is closed by the root half: then nobody has it
        client.settimeout(60)
        try:
            print("sshd says", client.recv(100))
        except ConnectionResetError:
            print("closed")
        """;

    [Theory]
    [InlineData("own network", "came-in-elsewhere")]
    [InlineData("another address", "came-in-elsewhere")]
    [InlineData("two descriptors", "malformed")]
    public async Task a_taken_listener_cannot_choose_the_address_that_sshd_sees(string attack, string fault)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root starts the listener as somebody else");
        await using var gate = await RunningGate.StartAsync(sections: "[lists]\ntrusted = 10.7.7.0/24");
        Assert.Equal("in\n", (await gate.SshAsync([], "echo in")).Output);
        var descriptors = Directory.GetFiles($"/proc/{gate.Pid}/fd").Length;
        for (var time = 1; time <= 2; time++)
        {
            var listener = await gate.ListenerPidAsync();
            var attacker = Path.Combine(gate.Folder, "attacker.py");
            await File.WriteAllTextAsync(attacker, Attacker, TestContext.Current.CancellationToken);
            var port = attack == "two descriptors" ? Machine.FreePort.ForTcp() : gate.Port; // the gate's own is taken in its own network
            var run = await Machine.Run.OfAsync(
                "python3", attacker, gate.Pid.ToString(CultureInfo.InvariantCulture), listener.ToString(CultureInfo.InvariantCulture),
                port.ToString(CultureInfo.InvariantCulture), attack);
            Assert.True(run.ExitCode == 0, run.ToString());
            Assert.DoesNotContain("SSH-2.0", run.Output, StringComparison.Ordinal);
            await gate.UntilLogAsync("bad-record fault=" + fault, time);
            await gate.UntilLogAsync("listener-ended status=9", time);
            await gate.UntilLogAsync("started listen=", time + 1);
            Assert.NotEqual(listener, await gate.ListenerPidAsync());
        }

        Assert.DoesNotContain("10.7.7.7", gate.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("attacker", gate.Log, StringComparison.Ordinal);
        Assert.Equal("in\n", (await gate.SshAsync([], "echo in")).Output);
        Assert.InRange(Directory.GetFiles($"/proc/{gate.Pid}/fd").Length, 0, descriptors + 2);
    }
}
