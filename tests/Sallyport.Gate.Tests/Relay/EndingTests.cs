using System.Net;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Connections;
using Sallyport.Gate.Handover;
using Sallyport.Gate.Machine;
using Sallyport.Gate.Relay;

namespace Sallyport.Gate.Tests.Relay;

public sealed class EndingTests
{
    // The log's words: this list may only grow, at its end.
    private static readonly string[] Known =
    [
        "finished", "client-reset", "backend-reset", "client-lost", "backend-lost", "backend-refused", "backend-timed-out",
        "backend-unreachable", "transparent-not-permitted", "out-of-descriptors", "stopped", "backend-closed-early",
    ];

    private static readonly RelayTarget Target = new("login.example.org", 22);

    [Fact]
    public void The_words_for_the_end_of_a_relayed_connection_only_grow() =>
        Assert.Equal(Known, Enum.GetValues<RelayEndReason>().Select(reason => Link(RelaySource.Own).Ending(Someone(), (int)reason)));

    [Fact]
    public void What_is_wrong_with_the_backend_is_told_and_an_ordinary_end_is_not()
    {
        var link = Link(RelaySource.Own);
        var faults = Enum.GetValues<RelayEndReason>().Where(reason => link.Fault((int)reason) is not null).Select(reason => link.Ending(Someone(), (int)reason));
        Assert.Equal(["backend-lost", "backend-refused", "backend-timed-out", "backend-unreachable", "transparent-not-permitted", "out-of-descriptors", "backend-closed-early"], faults);
    }

    [Fact]
    public void Silence_behind_a_transparent_relay_points_to_the_routing_rules() =>
        Assert.Contains("routing rules", Link(RelaySource.Client).Fault((int)RelayEndReason.BackendTimedOut), StringComparison.Ordinal);

    [Fact]
    public void The_client_behind_a_proxy_is_found_by_the_proxys_end_and_by_any_process_of_the_session()
    {
        var connections = new ConnectionSet(null!);
        var proxied = connections.Add(-1, SourceAddress.TryParse("203.0.113.7")!.Value, 4711, default);
        proxied.Proxy = new ProxyEnd(SourceAddress.TryParse("10.99.0.1")!.Value, 4242);
        (proxied.Pid, proxied.Stage) = (100, Stage.Running);
        var direct = connections.Add(-1, SourceAddress.TryParse("198.51.100.9")!.Value, 1, default);
        (direct.Pid, direct.Stage) = (200, Stage.Running);
        static int ParentOf(int pid) => pid switch { 103 => 102, 102 => 100, 203 => 200, 900 => 901, 901 => 900, _ => 1 };

        var client = IPEndPoint.Parse("203.0.113.7:4711");
        Assert.Equal(client, TrueAddress.ByEnd(connections, IPAddress.Parse("::ffff:10.99.0.1"), 4242));
        Assert.Null(TrueAddress.ByEnd(connections, IPAddress.Parse("10.99.0.1"), 4243));
        Assert.Equal(client, TrueAddress.ByProcess(connections, 103, ParentOf));
        Assert.Null(TrueAddress.ByProcess(connections, 203, ParentOf));
        Assert.Null(TrueAddress.ByProcess(connections, 900, ParentOf));
    }

    [Fact]
    public void A_process_has_a_parent_until_it_is_gone()
    {
        using var child = System.Diagnostics.Process.Start("/bin/sleep", "60");
        Assert.Equal(Environment.ProcessId, TrueAddress.ParentOf(child.Id));
        child.Kill();
        child.WaitForExit();
        Assert.Equal(0, TrueAddress.ParentOf(child.Id));
    }

    private static RelayLink Link(RelaySource source) =>
        new(new Backend.Relay(Target, ProxyHeaderUse.None, source, 0), null!, _ => { });

    private static Connection Someone() => new() { Number = 1, Source = default, Port = 1, Socket = -1, AcceptedAt = 0 };
}
