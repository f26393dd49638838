using System.Text.Json.Nodes;
using SshWith2fa.Calls;
using SshWith2fa.Commands;
using SshWith2fa.Configuration;
using SshWith2fa.Platform;
using SshWith2fa.Profile;

namespace SshWith2fa.Tests.Profile;

/// <summary>A site, or who has its signing key, that takes names which are not its own.</summary>
public sealed class DomainAttackTests : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly Signer signer = new();
    private readonly PlayedPlatform platform = new();

    public void Dispose()
    {
        scratch.Dispose();
        signer.Dispose();
    }

    public static TheoryData<string, string> Names { get; } = new()
    {
        { "a name of somebody's", "github.com" },
        { "a name of somebody's in capitals", "GitHub.COM" },
        { "a name of somebody's with a dot behind", "github.com." },
        { "a name below somebody's", "gist.github.com" },
        { "a name that only ends like the site's", "evilmaths.example" },
        { "the site's name below somebody's", "dora.maths.example.evil.example" },
        { "the domain above the site's", "example" + ".org" },
        { "an address of somebody's", "192.0.2.53" },
        { "an address of one's own network", "192.168.1.1" },
        { "an address of IPv6", "2001:db8:1::7" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Set_up_with_yes_takes_no(string attack, string name)
    {
        Assert.NotEmpty(attack);
        var terminal = new HeardTerminal("y");
        Assert.Equal(ExitCodes.Failed, await Setup(terminal, WithName(name), "--yes", "--domain", "maths.example"));
        Assert.False(Directory.Exists(scratch.Paths.Configuration));
        Assert.Empty(terminal.Asked);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_refresh_takes_no(string attack, string name)
    {
        Assert.NotEmpty(attack);
        Assert.Equal(ExitCodes.Done, await Setup(new HeardTerminal(), Signer.Payload(), "--yes", "--domain", "maths.example"));
        var before = Written();
        var terminal = new HeardTerminal("n");
        Assert.Equal(ExitCodes.BadData, await Refresh(terminal, WithName(name)));
        Assert.Equal(before, Written());
        Assert.Single(terminal.Asked);
    }

    [Theory]
    [InlineData("the outside door at somebody's", "outside", "host", "door.evil.example")]
    [InlineData("the outside door at an address", "outside", "host", "203.0.113.7")]
    public async Task A_refresh_does_not_move(string attack, string where, string field, string host)
    {
        Assert.NotEmpty(attack);
        await Setup(new HeardTerminal(), Signer.Payload(), "--yes", "--domain", "maths.example");
        var payload = Signer.Payload();
        payload[where]![field] = host;
        payload["host-keys"]![0]!["hosts"]![2] = host;
        payload["serial"] = 8;
        var before = Written();
        Assert.Equal(ExitCodes.BadData, await Refresh(new HeardTerminal("n"), payload));
        Assert.Equal(before, Written());
    }

    [Fact]
    public async Task Settings_from_before_there_was_a_choice_confirm_what_the_site_had()
    {
        await Setup(new HeardTerminal(), Signer.Payload(), "--yes", "--domain", "maths.example");
        await File.WriteAllTextAsync(scratch.Paths.Settings, "user = ann\n", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Done, await Refresh(new HeardTerminal("n"), WithName("new.maths.example")));
        Assert.Equal(ExitCodes.BadData, await Refresh(new HeardTerminal("n"), WithName("github.com")));
    }

    [Fact]
    public async Task A_domain_that_the_person_confirms_is_kept()
    {
        var terminal = new HeardTerminal("y");
        Assert.Equal(ExitCodes.Done, await Setup(terminal, WithName("dora.physics.example"), "--domain", "maths.example", "--user", "ann"));
        Assert.Equal(2, terminal.Asked.Count);
        Assert.Contains("Does physics.example belong to your site?", terminal.Asked[0], StringComparison.Ordinal);
        Assert.Equal(["maths.example", "physics.example"], Settings.Read(Files.ReadText(scratch.Paths.Settings)!).Settings.Domains);
        Assert.Equal(ExitCodes.Done, await Refresh(new HeardTerminal("n"), WithName("rome.physics.example")));
    }

    [Fact]
    public async Task Who_says_no_to_a_domain_gets_nothing_written()
    {
        Assert.Equal(ExitCodes.Failed, await Setup(new HeardTerminal("n"), WithName("github.com"), "--domain", "maths.example"));
        Assert.False(Directory.Exists(scratch.Paths.Configuration));
    }

    [Theory]
    [InlineData("https://2fa.maths.example", "maths.example")]
    [InlineData("https://2fa.maths.example:8443/x", "maths.example")]
    [InlineData("https://maths.example", "maths.example")]
    [InlineData("https://maths.co.uk", "maths.co.uk")]
    [InlineData("https://2fa.maths.co.uk", "maths.co.uk")]
    [InlineData("https://maths.ac.nz", "maths.ac.nz")]
    [InlineData("https://192.0.2.1", "192.0.2.1")]
    [InlineData("https://[2001:db8::1]", null)]
    [InlineData("https://portal", null)]
    public void The_domain_of_a_portal(string portal, string? domain) => Assert.Equal(domain, Domains.OfPortal(portal));

    private static JsonObject WithName(string name)
    {
        var payload = Signer.Payload();
        payload["serial"] = 9;
        payload["inside"]![1]!["names"]!.AsArray().Add((JsonNode)name);
        return payload;
    }

    private string Written() => string.Join('\n', Directory.GetFiles(scratch.Paths.Configuration).Order(StringComparer.Ordinal).Select(file => file + File.ReadAllText(file)));

    private async Task<int> Setup(HeardTerminal terminal, JsonObject payload, params string[] flags) =>
        await SetupCommand.Run(Call(terminal, [await Sign(payload), .. flags]), TestContext.Current.CancellationToken);

    private async Task<int> Refresh(HeardTerminal terminal, JsonObject payload) => await RefreshCommand.Run(Call(terminal, await Sign(payload)), TestContext.Current.CancellationToken);

    private async Task<string> Sign(JsonObject payload)
    {
        var file = Path.Combine(scratch.Directory, "profile.json");
        await File.WriteAllBytesAsync(file, signer.Sign(payload), TestContext.Current.CancellationToken);
        return file;
    }

    private Invocation Call(HeardTerminal terminal, params string[] words) => new(words, false, false, platform, scratch.Paths, SydneyClock.New(), terminal);
}
