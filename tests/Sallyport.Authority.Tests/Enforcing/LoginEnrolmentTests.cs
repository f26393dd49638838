using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Local;
using Sallyport.Authority.Local.Endpoints;
using Sallyport.Authority.Logins;
using Sallyport.Authority.People;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Enforcing;

/// <summary>Who is offered an app before the shell starts: staff have until 14 July 2031, everybody until 1 August.</summary>
public sealed class LoginEnrolmentTests : IAsyncDisposable
{
    private static readonly Rollout July = new(new DateOnly(2031, 8, 1), [new GroupRollout("staff", new DateOnly(2031, 7, 14))], 0) { EnrolsAtLogin = true };

    private readonly TestClock clock = new();
    private readonly MemoryStore store;
    private readonly KnownAccounts accounts = new(("ada", ["staff"]), ("bob", []));

    public LoginEnrolmentTests() => store = new MemoryStore(clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData("ada", "2031-07-14")]
    [InlineData("bob", "2031-08-01")]
    public async Task somebody_without_a_factor_gets_a_key_and_hears_the_last_day(string name, string until)
    {
        var offered = await StartAsync(name);

        Assert.Equal(DateOnly.ParseExact(until, "yyyy-MM-dd"), offered.Until);
        Assert.Contains(offered.Offer!.Key, offered.Offer.Uri, StringComparison.Ordinal);
        Assert.Equal([AuditKind.PersonAdded, AuditKind.TotpEnrolmentStarted], store.Events.Select(e => e.Kind));
        var person = await store.FindAsync(name, Cancel);
        Assert.Equal(offered.Offer.Key, person.Enrolments.PendingTotp!.ToBase32());
        Assert.Null(person.Enrolments.Totp);
    }

    [Fact]
    public async Task the_key_counts_after_its_first_right_code_and_then_none_is_offered()
    {
        await StartAsync("bob");
        var key = (await store.FindAsync("bob", Cancel)).Enrolments.PendingTotp!;
        var factors = new FactorEndpoints(People(), Options(July), clock);
        var code = key.CodeAt(key.StepAt(clock.GetUtcNow()));

        await factors.ConfirmTotp("bob", new CodeMessage(code), Bob, Cancel);

        Assert.NotNull((await store.FindAsync("bob", Cancel)).Enrolments.Totp);
        Assert.Null((await StartAsync("bob")).Offer);
    }

    public static TheoryData<string> Attacks =>
    [
        "replaces an app", "has a sheet, be it used up", "passes an administrator's lock", "comes with recovery codes left",
        "comes with a bypass code", "comes after the day", "uses a name service that is down", "does so where the site does not offer it",
        "does so where no roll-out is on", "uses a name that is nobody's",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task nobody_gets_a_key_who(string attack)
    {
        var (name, rollout) = ("bob", July);
        switch (attack)
        {
            case "replaces an app": store.Put(Examples.WithTotp(name)); break;
            case "has a sheet, be it used up":
                store.Put(With(Enrolments.None with { Skey = new SkeySequence(SkeyAlgorithm.Sha1, SkeySeed.Parse("do12345")!, 0, SkeyHash.FromBytes(new byte[8])) }));
                break;
            case "passes an administrator's lock": store.Put(Person.Registered(name) with { Standing = PersonStanding.Locked }); break;
            case "comes with recovery codes left":
                store.Put(With(Enrolments.None with { RecoveryCodes = Codes.Keep(["one of ten"]) }));
                break;
            case "comes with a bypass code":
                store.Put(With(Enrolments.None with { Bypass = new BypassCode(Codes.Hash("bypass"), 1, clock.GetUtcNow().AddHours(1)) }));
                break;
            case "comes after the day": clock.Advance(TimeSpan.FromDays(20)); break;
            case "uses a name service that is down": accounts.IsSilent = true; break;
            case "does so where the site does not offer it": rollout = July with { EnrolsAtLogin = false }; break;
            case "does so where no roll-out is on": rollout = Rollout.Complete with { EnrolsAtLogin = true }; break;
            case "uses a name that is nobody's": name = "nobody"; break;
        }

        var before = await store.FindAsync(name, Cancel);
        Assert.Null((await StartAsync(name, rollout)).Offer);
        Assert.Empty(store.Events);
        Assert.Equal(before.Version, (await store.FindAsync(name, Cancel)).Version);
    }

    [Theory]
    [InlineData("another user", 1001, "eve", false)]
    [InlineData("an administrator", 1002, "root2", true)]
    [InlineData("a number without a name", 1003, null, false)]
    public async Task nobody_enrols_for(string who, uint uid, string? name, bool isAdministrator)
    {
        var answer = await Endpoint(July).Start("bob", new Caller(uid, name, isAdministrator), Cancel);

        Assert.Equal(StatusCodes.Status403Forbidden, Assert.IsType<IStatusCodeHttpResult>(answer, exactMatch: false).StatusCode);
        Assert.True(store.Events.Count == 0, who);
    }

    private static Caller Bob => new(1000, "bob", IsAdministrator: false);

    private static Person With(Enrolments enrolments) => Person.Registered("bob") with { Enrolments = enrolments };

    private static AuthorityOptions Options(Rollout rollout) => new() { TimeZone = TimeZoneInfo.Utc, Rollout = rollout };

    private PolicySource Policies(Rollout rollout) => new(Options(rollout), store, new Decoy(new byte[32], DecoyMix.Default), clock, accounts);

    private PeopleService People() => new(store, Policies(July).Names);

    private LoginEnrolmentEndpoint Endpoint(Rollout rollout) => new(People(), Policies(rollout), Options(rollout), clock);

    private async Task<TotpAtLoginMessage> StartAsync(string name, Rollout? rollout = null)
    {
        var answer = await Endpoint(rollout ?? July).Start(name, new Caller(1000, name, IsAdministrator: false), Cancel);
        return Assert.IsType<JsonHttpResult<TotpAtLoginMessage>>(answer).Value!;
    }
}
