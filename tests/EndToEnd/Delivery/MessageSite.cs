using System.Net;
using System.Security.Cryptography;
using EndToEnd.Duo;
using EndToEnd.Machine;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.People;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace EndToEnd.Delivery;

/// <summary>A site that sends messages by Kannel and calls by a provider of the test's: the real authority, and Debian's login_duo behind a real sshd.</summary>
internal sealed class MessageSite : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sallyport-messages-").FullName;
    private readonly int duoPort = FreePort.ForTcp();
    private readonly int portalPort = FreePort.ForTcp();
    private string duo = string.Empty;
    private AuthorityHost? authority;
    private OwnSshd? sshd;

    public Kannel Kannel { get; private set; } = null!;

    public CallProvider Provider { get; private set; } = null!;

    public OwnSshd Sshd => sshd!;

    public int RadiusPort { get; } = FreePort.ForUdp();

    public string RadiusSecret { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Of the person's first phone, Brick.</summary>
    public string Number { get; } = "+6149157" + RandomNumberGenerator.GetString("0123456789", 4);

    /// <summary>Of the second, Desk.</summary>
    public string SecondNumber { get; } = "+6129876" + RandomNumberGenerator.GetString("0123456789", 4);

    public IStore Store => authority!.Store;

    public string RootFile => Path.Combine(folder, "root.pem");

    /// <param name="settings">Lines of sections besides the site's own.</param>
    public static async Task<MessageSite> StartAsync(string settings = "")
    {
        var site = new MessageSite();
        try
        {
            await site.PrepareAsync(settings);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives the person of the first door one more device.</summary>
    public async Task AddAsync(Device device, WebPushSubscription reached)
    {
        var person = await Store.FindAsync(Sshd.User, CancellationToken.None);
        var added = (PersonChange.Done)Enrolling.AddDevice(person, device, "root");
        var done = (PersonChange.Done)Enrolling.ReachDevice(added.Next, device.Id, reached, null, "root");
        Assert.Equal(Commit.Done, await Store.CommitAsync(done.Next, done.Events, CancellationToken.None));
    }

    /// <summary>The status of a call to the portal, as a script of its own makes one.</summary>
    public async Task<HttpStatusCode> CallPortalAsync(string path, HttpContent content)
    {
        using var http = TrustingClient.Of(RootFile);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://localhost:{portalPort}{path}") { Content = content };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>Another door: password first, then pam_duo, which asks once a login. Its user has the same two phones.</summary>
    public async Task<OwnSshd> OpenPamDuoAsync(string service)
    {
        var door = await OwnSshd.StartAsync(service, PasswordFirstProfile.Settings, PasswordFirstProfile.PasswordAndDuo, duo + "prompts = 1\n");
        await EnrolAsync(door.User);
        return door;
    }

    /// <summary>What the audit has, by kind and detail.</summary>
    public async Task<IReadOnlyList<(string Kind, string? Detail)>> AuditAsync() =>
        [.. (await Store.TailAsync(0, 1000, CancellationToken.None)).Select(row => (row.Event.Kind.ToString(), row.Event.Detail))];

    public async ValueTask DisposeAsync()
    {
        if (sshd is not null)
            await sshd.DisposeAsync();
        if (authority is not null)
            await authority.DisposeAsync();
        if (Provider is not null)
            await Provider.DisposeAsync();
        if (Kannel is not null)
            await Kannel.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task PrepareAsync(string settings)
    {
        Kannel = await Kannel.StartAsync();
        Provider = await CallProvider.StartAsync();
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        var config = Path.Combine(folder, "sallyport.conf");
        await File.WriteAllTextAsync(Path.Combine(folder, "radius.secret"), RadiusSecret + "\n");
        await File.WriteAllTextAsync(config, $"""
            site = example site
            state-folder = {folder}/state
            socket = {folder}/authority.sock
            notices-folder = {folder}/notices
            [budgets]
            failures-per-source = 100
            [radius]
            listen = 127.0.0.1:{RadiusPort}
            [radius-client here]
            address = 127.0.0.1
            secret-file = {folder}/radius.secret
            [duo]
            listen = 127.0.0.1:{duoPort}
            [portal]
            url = https://localhost:{portalPort}
            listen = 127.0.0.1:{portalPort}
            {Kannel.Section}
            {Provider.Section}
            {settings}

            """);
        var (options, faults) = AuthoritySettings.Load(config);
        Assert.Empty(faults);
        authority = await AuthorityHost.StartAsync(options, new AuthorityDependencies { Start = StoreStart.New }, CancellationToken.None);
        File.Copy(Path.Combine(folder, "state", CertificateAuthority.RootFile), RootFile);
        File.SetUnixFileMode(RootFile, (UnixFileMode)0b110_100_100);
        Provider.TrustPortal(RootFile);
        duo = await DuoConfigurationAsync();
        sshd = await OwnSshd.StartAsync("sshd", LoginDuoProfile.Settings, "auth required pam_deny.so", duo);
        await EnrolAsync(sshd.User);
    }

    private async Task<string> DuoConfigurationAsync()
    {
        var host = new DuoHost(
            "door",
            "DI" + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 18),
            new Secret(RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 40)),
            DuoClients.Old);
        await Store.AddHostAsync(host, "root", CancellationToken.None);
        return $"""
            [duo]
            host = localhost:{duoPort}
            ikey = {host.IntegrationKey}
            skey = {host.SecretKey.Reveal()}
            cafile = {RootFile}
            failmode = secure
            pushinfo = yes

            """;
    }

    private async Task EnrolAsync(string user)
    {
        var registered = (PersonChange.Done)Enrolling.Register(Person.Unregistered(user), "root");
        var person = registered.Next;
        foreach (var (name, number) in new[] { ("Brick", Number), ("Desk", SecondNumber) })
            person = ((PersonChange.Done)Enrolling.AddDevice(person, Device.Phone(Codes.DeviceId(), name, PhoneNumber.Parse(number)!, DateTimeOffset.UnixEpoch), "root")).Next;
        Assert.Equal(Commit.Done, await Store.CommitAsync(person, [], CancellationToken.None));
    }
}
