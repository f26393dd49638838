using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Metrics.Instruments;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Tests.Push;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Radius;

/// <summary>A RADIUS face over a store in memory: alice and bob have authenticator apps, two clients may ask.</summary>
internal sealed class RadiusSetup : ILoginObserver
{
    public const string Secret = "a-shared-secret-of-some-length";
    public const string OtherSecret = "another-shared-secret-of-the-gateway";

    public static readonly IPEndPoint Loopback = new(IPAddress.Loopback, 40001);
    public static readonly IPEndPoint Gateway = new(IPAddress.Parse("192.0.2.7"), 40002);
    public static readonly IPEndPoint Unlisted = new(IPAddress.Parse("198.51.100.9"), 40003);

    public RadiusSetup(RadiusLimits? limits = null, PushBeforePassword beforePassword = PushBeforePassword.Never, Func<int, ProcessIdentity?>? processOf = null)
    {
        limits ??= new RadiusLimits();
        Store = new MemoryStore(Clock);
        Store.Put(Enrolled("alice", 1));
        Store.Put(Enrolled("bob", 2));
        Options = new AuthorityOptions
        {
            TimeZone = TimeZoneInfo.Utc,
            Push = new PushOptions { Policy = PushPolicy.Default with { BeforePassword = beforePassword } },
        };
        Logins = new LoginService(Store, new PolicySource(Options, Store, new Decoy(new byte[32], DecoyMix.Default), Clock, new UnixAccounts()), Clock, this);
        Pushes = new TestPushes(Store, Logins, this, Options, Clock);
        Conversations = new Conversations(limits, Clock);
        Drops = new DropCounter(Log, Clock);
        Exchange = new RadiusExchange(
            new RadiusClients(Clients),
            new RadiusLogins(Logins, Pushes.Logins, Conversations, new ProxiedSources(null, Clock), new RadiusConnectionTries(processOf ?? (_ => null), Clock)),
            new DuplicateCache(limits, Clock),
            Drops,
            Echo.Shown,
            limits,
            new LatencyHistogram(),
            Clock);
    }

    public static ImmutableArray<RadiusClient> Clients { get; } =
    [
        new RadiusClient("here", [new IPNetwork(IPAddress.Loopback, 32), new IPNetwork(IPAddress.IPv6Loopback, 128)], new Secret(Secret)),
        new RadiusClient("gateway", [IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("2001:db8::/32")], new Secret(OtherSecret))
        {
            ReplyAttributes = Configuration.RadiusDictionary.Encode("Fortinet-Group-Name staff"),
        },
    ];

    public TestClock Clock { get; } = new();

    public MemoryStore Store { get; }

    public AuthorityOptions Options { get; }

    public LoginService Logins { get; }

    public TestPushes Pushes { get; }

    public Conversations Conversations { get; }

    public LogLines Log { get; } = new();

    public DropCounter Drops { get; }

    public RadiusExchange Exchange { get; }

    public List<(LoginAttempt Attempt, LoginDecision Decision)> Decided { get; } = [];

    void ILoginObserver.Decided(LoginAttempt attempt, LoginDecision decision)
    {
        lock (Decided)
            Decided.Add((attempt, decision));
    }

    public string CodeOf(string user) => KeyOf(user == "alice" ? (byte)1 : (byte)2).CodeAt(KeyOf(1).StepAt(Clock.GetUtcNow()));

    /// <summary>Sends the request and reads the answer; null for silence. The answer's two signatures are checked.</summary>
    public async Task<TestAnswer?> SendAsync(TestRequest request, IPEndPoint? from = null)
    {
        from ??= Loopback;
        var answer = await Exchange.HandleAsync(request.Bytes, Peer.Of(from), TestContext.Current.CancellationToken);
        return answer is null ? null : TestAnswer.Read(answer, request);
    }

    public async Task<TestAnswer> AnswerOfAsync(TestRequest request, IPEndPoint? from = null) =>
        await SendAsync(request, from) ?? throw new InvalidOperationException("silence where an answer was expected");

    private static Person Enrolled(string name, byte seed) => Person.Registered(name) with
    {
        Enrolments = Enrolments.None with { Totp = TotpEnrolment.New(KeyOf(seed)) },
    };

    private static TotpKey KeyOf(byte seed) => new([.. Enumerable.Repeat(seed, 20)]);
}

/// <summary>Keeps log lines.</summary>
internal sealed class LogLines : ILogger
{
    public List<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Lines)
            Lines.Add(formatter(state, exception));
    }
}
