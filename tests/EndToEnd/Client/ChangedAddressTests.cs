using EndToEnd.Machine;

namespace EndToEnd.Laptop;

/// <summary>
/// A laptop that gets another address. TCP goes on only from the old one: so the session waits for that, and where a new login asks nobody
/// anything (inside, with a key) there is a new one.
/// </summary>
[Collection(Alone.Name)]
public sealed class ChangedAddressTests(Site site) : IClassFixture<Site>, IAsyncLifetime
{
    private const string Elsewhere = "198.51.100.3";

    public async ValueTask InitializeAsync() => await site.Outside(site.Command, "down");

    public async ValueTask DisposeAsync()
    {
        await site.Outside(site.Command, "down");
        site.Prompts();
    }

    [Fact]
    public async Task Elsewhere_outside_riders_are_told_and_go_on_when_the_old_address_comes_back()
    {
        await Site.Must(await site.OutsideAtTerminal(site.Command, "up"));
        var (rider, errors) = Rider("echo came through");
        await Until(() => File.Exists(site.ServerHome + "/rider-is-there"));
        await site.Address("del");
        try
        {
            await Until(() => errors().Contains("the network may be down", StringComparison.Ordinal));
            await site.Address("add", Elsewhere);
            await Until(() => errors().Contains("no longer has the address (198.51.100.2)", StringComparison.Ordinal));
            Assert.Equal(0, (await site.Outside(site.Command, "status")).ExitCode);
            Assert.False(rider.IsCompleted);
            await site.Address("del", Elsewhere);
        }
        finally
        {
            await site.Address("add");
        }
        await Until(() => errors().Contains("the session with dora continues", StringComparison.Ordinal));
        File.WriteAllText(site.ServerHome + "/go", "");
        Assert.EndsWith("came through\n", (await rider).Output, StringComparison.Ordinal);
        Assert.Equal((1, 1), site.Prompts());
    }

    [Fact]
    public async Task Inside_with_a_key_a_new_session_takes_over_and_asks_nothing()
    {
        await site.MakeKey();
        await Site.Must(await site.OutsideAtTerminal(site.Command, "up"));
        var (rider, _) = Rider("echo came through");
        await Until(() => File.Exists(site.ServerHome + "/rider-is-there"));
        var first = await File.ReadAllTextAsync(site.Runtime + "/session", TestContext.Current.CancellationToken);
        var knocks = site.KnocksAtTheDoor();
        await site.Address("del");
        await site.InsidePlug("up");
        try
        {
            // The rider's own connection is gone with the old address: it ends, and does not wait for eleven minutes.
            Assert.Equal(255, (await rider).ExitCode);
            await Until(() => File.Exists(site.Runtime + "/session") && File.ReadAllText(site.Runtime + "/session") != first);
            var run = await site.Outside("ssh", "dora", "echo $SSH_CONNECTION");
            Assert.StartsWith("10.77.1.101 ", run.Output, StringComparison.Ordinal);
            Assert.Equal((1, 1), site.Prompts());
            Assert.Equal(knocks, site.KnocksAtTheDoor());
        }
        finally
        {
            await site.Outside(site.Command, "down");
            await site.InsidePlug("down");
            await site.Address("add");
        }
    }

    // It stays until the file "go" is there.
    private (Task<Run> Run, Func<string> Errors) Rider(string atTheEnd)
    {
        foreach (var old in (string[])["/rider-is-there", "/go"]) File.Delete(site.ServerHome + old);
        var errors = site.Home + "/errors";
        File.Delete(errors);
        var run = site.Outside("sh", "-c", $"ssh dora 'touch rider-is-there; until [ -e go ]; do sleep 0.1; done; {atTheEnd}' 2>&1 >answer | tee '{errors}'; cat answer; test -s answer || exit 255");
        return (run, () => File.Exists(errors) ? File.ReadAllText(errors) : "");
    }

    private static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 600; i++)
        {
            if (holds()) return;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        Assert.Fail("it did not come about within a minute");
    }
}
