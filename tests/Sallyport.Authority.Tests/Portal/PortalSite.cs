using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.People;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>An authority with a portal on a free loopback port, a store in memory and a clock that moves when told.</summary>
internal sealed class PortalSite : IAsyncDisposable
{
    private readonly DirectoryInfo place;
    private readonly AuthorityHost host;

    private readonly IPEndPoint endPoint;

    private PortalSite(DirectoryInfo place, AuthorityHost host, MemoryStore store, TestClock clock, Uri url, IPEndPoint endPoint) =>
        (this.place, this.host, Store, Clock, Url, this.endPoint) = (place, host, store, clock, url, endPoint);

    public MemoryStore Store { get; }

    public TestClock Clock { get; }

    public Uri Url { get; }

    public SessionSeal Seal => new(Store.DecoyKey.Bytes);

    public static Task<PortalSite> StartAsync() => StartAsync(options => options);

    public static Task<PortalSite> StartAsync(Func<AuthorityOptions, AuthorityOptions> configure) => StartAsync(new TestClock(), configure);

    public static async Task<PortalSite> StartAsync(TestClock clock, Func<AuthorityOptions, AuthorityOptions> configure)
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-portal-");
        var store = new MemoryStore(clock);
        var address = OwnAddress.Next();
        var options = configure(new AuthorityOptions
        {
            Site = "Example University",
            StateFolder = Path.Combine(folder.FullName, "state"),
            NoticesFolder = Path.Combine(folder.FullName, "notices"),
            Socket = Path.Combine(folder.FullName, "authority.sock"),
            TimeZone = TimeZoneInfo.Utc,
            Radius = new RadiusOptions { Listen = [] },
            Duo = new DuoOptions { Listen = [] },
            Portal = new PortalOptions { Url = new Uri($"https://localhost:{address.Port}"), Listen = [address] },
        });
        var running = await AuthorityHost.StartAsync(
            options,
            new AuthorityDependencies { Clock = clock, OpenStore = (_, _, _) => Task.FromResult<Authority.Storage.IStore>(store) },
            TestContext.Current.CancellationToken);
        return new(folder, running, store, clock, options.Portal.Url!, address);
    }

    public Browser Browser() => new(Url, endPoint, Root(), Clock.GetUtcNow());

    /// <summary>A registered person with an authenticator app.</summary>
    public TotpKey AddTotp(string name)
    {
        var key = new TotpKey(RandomNumberGenerator.GetBytes(20));
        Store.Put(Person.Registered(name) with { Enrolments = Enrolments.None with { Totp = TotpEnrolment.New(key) } });
        return key;
    }

    public string CodeOf(TotpKey key) => key.CodeAt(key.StepAt(Clock.GetUtcNow()));

    /// <summary>The path of a sign-in link, as the command line makes it.</summary>
    public async Task<string> LinkAsync(string name)
    {
        const string Code = "abcdef-ghjkmn";
        var person = await Store.FindAsync(name, CancellationToken.None);
        var kept = PasscodeHash.Of(Code, RandomNumberGenerator.GetBytes(PasscodeHash.SaltLength));
        var issued = Assert.IsType<PersonChange.Done>(PortalRules.IssueLink(person, kept, PortalPolicy.Default, name, Clock.GetUtcNow()));
        await Store.CommitAsync(issued.Next, issued.Events, CancellationToken.None);
        return "/portal/link/" + new SignInToken(name, Code).Seal(Seal);
    }

    /// <summary>A browser in which the person is signed in. The app's code of this half minute is used up by it.</summary>
    public async Task<Browser> SignedInAsync(string name, TotpKey? key)
    {
        var browser = Browser();
        var link = await LinkAsync(name);
        await browser.GetAsync(link);
        var done = await browser.PostAsync(link, key is null ? [] : [("code", CodeOf(key))]);
        Assert.Equal("/portal", done.Location);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        place.Delete(recursive: true);
    }

    private X509Certificate2 Root() => X509CertificateLoader.LoadCertificateFromFile(Path.Combine(place.FullName, "state", CertificateAuthority.RootFile));
}
