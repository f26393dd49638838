using System.Net;
using SshWith2fa.Master;
using SshWith2fa.Session;

namespace SshWith2fa.Tests.Session;

/// <summary>What the monitor learns of a connection without asking the master.</summary>
public sealed class MasterConnectionTests
{
    private const string Head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private static string Line(string local, string far, string state, string again, int inode, string probes = "0") =>
        $"   4: {local} {far} {state} 00000034:00000000 01:00000A2C {again}  1000        {probes} {inode} 1 0000000000000000 20 4 30 10 -1\n";

    [Theory]
    [InlineData("00000000", "0", false)]
    [InlineData("00000002", "2", false)]
    [InlineData("00000003", "0", true)]
    [InlineData("0000000F", "0", true)]
    [InlineData("00000000", "3", true)]
    [InlineData("zz", "zz", false)]
    public void A_network_is_away_when_nothing_is_acknowledged(string again, string probes, bool silent)
    {
        var read = MasterConnection.Read(false, Head + Line("026433C6:D2F0", "016433C6:0016", "01", again, 77, probes), ["77"]);
        Assert.Equal((silent, IPAddress.Parse("198.51.100.2")), (read.IsSilent, read.Local));
    }

    [Theory]
    [InlineData("somebody else's connection", "026433C6:D2F0", "016433C6:0016", "01", 78)]
    [InlineData("a forward on loopback", "0100007F:D2F0", "0100007F:2EF6", "01", 77)]
    [InlineData("a listener", "0100007F:2EF6", "00000000:0000", "0A", 77)]
    [InlineData("half an address", "0264:D2F0", "0164:0016", "01", 77)]
    public void Does_not_count(string what, string local, string far, string state, int inode)
    {
        Assert.NotEmpty(what);
        Assert.Equal(new MasterConnection(false, false, null), MasterConnection.Read(false, Head + Line(local, far, state, "0000000F", inode), ["77"]));
    }

    [Fact]
    public void Six_is_read_as_the_kernel_prints_it()
    {
        var read = MasterConnection.Read(false, Head + Line("B80D0120000077000000000001000000:D2F0", "B80D0120000077000000000002000000:0016", "01", "00000004", 77), ["77"]);
        Assert.True(read.IsSilent);
        Assert.Equal(IPAddress.Parse("2001:db8:77::1").AddressFamily, read.Local!.AddressFamily);
    }

    [Theory]
    [InlineData("the same address", "198.51.100.2", "198.51.100.2", false)]
    [InlineData("another address", "198.51.100.2", "203.0.113.9", true)]
    [InlineData("one more address", "198.51.100.2", "203.0.113.9 198.51.100.2", false)]
    [InlineData("no address yet", "198.51.100.2", "", false)]
    [InlineData("only one of another family", "198.51.100.2", "2001:db8::1", false)]
    [InlineData("a connection of which nothing is known", null, "203.0.113.9", false)]
    public void Whether_the_machine_has_moved(string what, string? local, string addresses, bool moved)
    {
        Assert.NotEmpty(what);
        Assert.Equal(moved, new MasterConnection(false, false, local is null ? null : IPAddress.Parse(local)).HasMoved(Addresses(addresses)));
    }

    private static IReadOnlyList<IPAddress> Addresses(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];

    [Fact]
    public void Each_rider_is_told_once_that_it_waits_and_once_that_it_goes_on()
    {
        var told = new List<(int, string)>();
        List<SessionClient> clients = [new("ssh", 11, SessionClients.ControlSocket), new("firefox", 12, "socks")];
        var notices = new SilenceNotices(_ => clients, (process, line) => told.Add((process, line)));
        var state = new SessionState("ann", "dora", 4711, DateTimeOffset.UnixEpoch, null, "outside", [], []);
        var away = new MasterConnection(false, true, null);
        notices.Look(state, away, []);
        clients.Add(new SessionClient("scp", 13, SessionClients.ControlSocket));
        notices.Look(state, away, []);
        notices.Look(state, away, []);
        Assert.Equal([11, 13], told.Select(line => line.Item1));
        Assert.All(told, line => Assert.Contains("the network may be down", line.Item2, StringComparison.Ordinal));
        told.Clear();
        notices.Look(state, away with { IsSilent = false }, []);
        notices.Look(state, away with { IsSilent = false }, []);
        Assert.Equal([11, 13], told.Select(line => line.Item1).Order());
        Assert.All(told, line => Assert.Contains("continues", line.Item2, StringComparison.Ordinal));
    }

    [Fact]
    public void Whoever_waits_hears_of_another_reason_too()
    {
        var told = new List<string>();
        var notices = new SilenceNotices(_ => [new SessionClient("ssh", 11, SessionClients.ControlSocket)], (_, line) => told.Add(line));
        var state = new SessionState("ann", "dora", 4711, DateTimeOffset.UnixEpoch, null, "outside", [], []);
        var away = new MasterConnection(false, true, IPAddress.Parse("198.51.100.2"));
        notices.Look(state, away, []);
        notices.Look(state, away, Addresses("203.0.113.9"));
        notices.Look(state, away, Addresses("203.0.113.9"));
        notices.Look(state, away with { IsStopped = true }, Addresses("203.0.113.9"));
        notices.Look(state, away with { IsSilent = false }, Addresses("198.51.100.2"));
        string[] words = ["the network may be down", "no longer has the address (198.51.100.2)", "is stopped", "continues"];
        Assert.Equal(words.Length, told.Count);
        Assert.All(told.Zip(words), pair => Assert.Contains(pair.Second, pair.First, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(1)]
    [InlineData(3600)]
    public void A_session_outlives_ten_minutes_without_a_network(int interval) => Assert.True(interval * KeepAlive.CountMax(interval) >= 600);
}
