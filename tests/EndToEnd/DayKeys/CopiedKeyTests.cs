namespace EndToEnd.DayKeys;

/// <summary>A site where a key opens in the first network that uses it, and a proved copy in another is refused and told.</summary>
public sealed class CopiedKeySite : DayKeySite
{
    protected override string More => "bound-to-network = off\nsecond-network = refuse\n";
}

/// <summary>The same key from a second network while the first is alive.</summary>
public sealed class CopiedKeyTests(CopiedKeySite site) : IClassFixture<CopiedKeySite>
{
    private const string Elsewhere = "127.0.1.1";

    [Fact]
    public async Task a_copy_in_another_network_is_refused_and_its_person_is_told()
    {
        await using var owner = await KeyOwner.JoinAsync(site);
        await owner.MustVouchAsync();

        // The first network that uses it is its only one, though another vouched for it.
        Assert.Equal(owner.Name, (await owner.WithKeyAsync(["-b", Elsewhere], ["id", "-un"])).Output.Trim());
        var copy = await owner.WithKeyAsync("id");
        Assert.NotEqual(0, copy.ExitCode);
        Assert.Empty(copy.Output);
        Assert.Equal(owner.Name, (await owner.WithKeyAsync(["-b", Elsewhere], ["id", "-un"])).Output.Trim());

        var list = await Machine.Run.OfAsync(site.Program, ["key", "list", "--for", owner.Name, "--config", site.Authority.ConfigFile]);
        Assert.Contains("was also used from 127.0.0.0/24 and refused there", list.Error, StringComparison.Ordinal);
        await owner.WithCodeAsync("", "true");
        Assert.Contains("It was also used from 127.0.0.0/24", await File.ReadAllTextAsync(Path.Combine(site.Authority.Notices, owner.Name), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-W", "127.0.0.1:PORT")]
    [InlineData("-s", "sftp")]
    public async Task a_refused_session_forwards_nothing_and_has_no_subsystem(string option, string value)
    {
        await using var owner = await KeyOwner.JoinAsync(site);
        await owner.MustVouchAsync();
        await owner.WithKeyAsync(["-b", Elsewhere], ["true"]);

        var refused = option == "-W"
            ? await owner.WithKeyAsync(["-W", value.Replace("PORT", $"{site.Outside.Port}", StringComparison.Ordinal)], [])
            : await owner.WithKeyAsync([option], [value]);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Empty(refused.Output);
    }
}
