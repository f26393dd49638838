using Sallyport.Authority.Radius;

namespace Sallyport.Authority.Tests.Radius;

/// <summary>A flood, held at the store by a barrier, leaves room for the others and sheds its own.</summary>
public sealed class TurnsTests : IDisposable
{
    private const int AtOnceOfClient = 3;
    private const int MostOfClient = 10;
    private const int MostOfName = 5;

    private readonly RadiusSetup setup = new(new RadiusLimits
    {
        AtOnceOfClient = AtOnceOfClient,
        AtOnceOfName = 2,
        MostInFlightOfClient = MostOfClient,
        MostInFlightOfName = MostOfName,
    });

    private readonly TaskCompletionSource release = new();
    private readonly List<Task> flood = [];
    private readonly SemaphoreSlim arrived = new(0);
    private int atStore;

    public void Dispose() => arrived.Dispose();

    [Fact]
    public async Task a_flood_of_one_name_sheds_its_own_and_leaves_the_names_beside_it_their_turns()
    {
        HoldAtStore(flooded: "mallory");
        Flood(_ => TestRequest.Login("mallory", "000000"), MostOfName + 7);
        await ArriveAsync(2);
        Assert.Equal(7, setup.Drops.Count(DropReason.TooBusy));

        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(TestRequest.Login("alice", setup.CodeOf("alice")))).Code);
        Assert.Equal(2, Volatile.Read(ref atStore));
        await EndFloodAsync();
        Assert.Equal(MostOfName, setup.Decided.Count(decided => decided.Attempt.User == "mallory"));
    }

    [Fact]
    public async Task a_flood_of_one_client_sheds_its_own_and_leaves_other_clients_their_turns()
    {
        HoldAtStore(flooded: "name");
        Flood(number => TestRequest.Login($"name{number}", "000000"), MostOfClient + 7);
        await ArriveAsync(AtOnceOfClient);
        Assert.Equal(7, setup.Drops.Count(DropReason.TooBusy));
        Assert.Null(await setup.SendAsync(TestRequest.Login("alice", setup.CodeOf("alice"))));

        var neighbour = TestRequest.Login("alice", setup.CodeOf("alice"), secret: RadiusSetup.OtherSecret).Signed();
        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(neighbour, RadiusSetup.Gateway)).Code);
        Assert.Equal(AtOnceOfClient, Volatile.Read(ref atStore));
        await EndFloodAsync();
        Assert.Equal(MostOfClient + 1, setup.Decided.Count);
    }

    [Fact]
    public async Task after_a_flood_there_is_room_again()
    {
        HoldAtStore(flooded: "name");
        Flood(number => TestRequest.Login($"name{number}", "000000"), MostOfClient + 1);
        await EndFloodAsync();
        Assert.Equal(PacketCode.AccessAccept, (await setup.AnswerOfAsync(TestRequest.Login("alice", setup.CodeOf("alice")))).Code);
    }

    private void HoldAtStore(string flooded) => setup.Store.BeforeCommitOf = async name =>
    {
        if (!name.StartsWith(flooded, StringComparison.Ordinal))
            return;
        Interlocked.Increment(ref atStore);
        arrived.Release();
        await release.Task;
    };

    private void Flood(Func<int, TestRequest> request, int packets) =>
        flood.AddRange(Enumerable.Range(0, packets).Select(number => setup.SendAsync(request(number))));

    private async Task ArriveAsync(int expected)
    {
        for (var i = 0; i < expected; i++)
            await arrived.WaitAsync(TestContext.Current.CancellationToken);
    }

    private async Task EndFloodAsync()
    {
        release.SetResult();
        await Task.WhenAll(flood);
    }
}
