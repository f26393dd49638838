using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Tests.Radius;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Enforcing;

/// <summary>A roll-out as logins meet it: staff from 14 July 2031 on, everybody from 1 August.</summary>
public sealed class RolloutTests : IDisposable
{
    private static readonly Rollout July = new(new DateOnly(2031, 8, 1), [new GroupRollout("staff", new DateOnly(2031, 7, 14))], 0);

    private readonly TestClock clock = new();
    private readonly MemoryStore store;
    private readonly KnownAccounts accounts = new(("ada", ["staff"]), ("bob", []), ("cy", ["staff"]));
    private readonly DirectoryInfo notices = Directory.CreateTempSubdirectory("sallyport-notices-");

    public RolloutTests()
    {
        store = new MemoryStore(clock);
        store.Put(Examples.WithTotp("cy"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => notices.Delete(recursive: true);

    [Theory]
    [InlineData("ada", 0, true)]
    [InlineData("ada", 1, false)]
    [InlineData("bob", 1, true)]
    [InlineData("bob", 18, true)]
    [InlineData("bob", 19, false)]
    [InlineData("nobody", 0, true)]
    [InlineData("nobody", 19, false)]
    [InlineData("cy", 0, false)]
    public async Task who_has_no_factor_goes_on_until_the_day(string user, int days, bool goesOn)
    {
        clock.Advance(TimeSpan.FromDays(days));

        var decision = await BeginAsync(Logins(July), user);

        Assert.Equal(goesOn, decision is LoginDecision.Allow);
        Assert.Equal(goesOn ? [AuditKind.LoginNotEnforced] : [], store.Events.Select(e => e.Kind));
    }

    [Fact]
    public async Task the_day_begins_at_midnight_of_the_site()
    {
        var auckland = new AuthorityOptions { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Auckland"), Rollout = July };
        var logins = Logins(auckland);
        clock.Advance(new TimeSpan(8, 42, 0));
        Assert.IsType<LoginDecision.Allow>(await BeginAsync(logins, "ada"));
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.IsType<LoginDecision.Ask>(await BeginAsync(logins, "ada"));
    }

    [Fact]
    public async Task a_silent_name_service_lets_nobody_go_on()
    {
        accounts.IsSilent = true;

        Assert.IsType<LoginDecision.Ask>(await BeginAsync(Logins(July), "bob"));
    }

    [Fact]
    public async Task whoever_is_registered_is_somebody_even_where_the_machine_does_not_know_the_account()
    {
        store.Put(Person.Registered("faraway"));

        Assert.IsType<LoginDecision.Allow>(await BeginAsync(Logins(July with { AskedOf256 = 256 }), "faraway"));
        Assert.IsType<LoginDecision.Ask>(await BeginAsync(Logins(July with { AskedOf256 = 256 }), "nobody"));
    }

    [Fact]
    public async Task a_name_is_asked_about_once_a_minute_and_never_when_the_roll_out_is_over()
    {
        var logins = Logins(July);
        await BeginAsync(logins, "bob");
        await BeginAsync(logins, "bob");
        Assert.Single(accounts.Asked);
        clock.Advance(TimeSpan.FromSeconds(61));
        await BeginAsync(logins, "bob");
        Assert.Equal(2, accounts.Asked.Count);
        clock.Advance(TimeSpan.FromDays(30));
        await BeginAsync(logins, "bob");
        Assert.Equal(3, accounts.Asked.Count);
    }

    [Fact]
    public async Task the_gates_are_told_nothing_good_of_a_source_that_proved_nothing()
    {
        var feed = new LoginFeed(clock);
        await using var reading = feed.ReadAsync(Cancel).GetAsyncEnumerator(Cancel);
        var first = reading.MoveNextAsync();
        var logins = Logins(July, feed);

        await BeginAsync(logins, "nobody");
        await BeginAsync(logins, "ada");
        await logins.AnswerAsync(Attempt("cy"), 0, "000000", Cancel);

        Assert.True(await first);
        Assert.Equal(LoginResult.PasswordNext, reading.Current.Result);
        Assert.True(await reading.MoveNextAsync());
        Assert.Equal(LoginResult.PasswordNext, reading.Current.Result);
        Assert.True(await reading.MoveNextAsync());
        Assert.Equal(LoginResult.WrongCode, reading.Current.Result);
    }

    [Fact]
    public async Task somebody_is_told_in_the_session_and_a_guesser_at_names_leaves_no_file()
    {
        var logins = Logins(July, new SessionNotices(notices.FullName, new LogLines()));
        await BeginAsync(logins, "bob");
        await BeginAsync(logins, "nobody");

        Assert.Contains("2031-08-01", await File.ReadAllTextAsync(Path.Combine(notices.FullName, "bob"), Cancel), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(notices.FullName, "nobody")));
    }

    [Fact]
    public async Task of_somebody_who_is_erased_no_notice_is_left()
    {
        var kept = new SessionNotices(notices.FullName, new LogLines());
        await BeginAsync(Logins(July, kept), "bob");
        // Another run of the authority knows the file by its name alone.
        var later = new SessionNotices(notices.FullName, new LogLines());

        Assert.True(later.Forget("bob"));
        Assert.False(later.Forget("bob"));
        Assert.False(later.Forget("../bob"));

        Assert.False(File.Exists(Path.Combine(notices.FullName, "bob")));
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(notices.FullName, SessionNotices.ListName), Cancel));
    }

    [Fact]
    public async Task the_same_notice_is_not_written_again()
    {
        var logins = Logins(July, new SessionNotices(notices.FullName, new LogLines()));
        await BeginAsync(logins, "bob");
        File.Delete(Path.Combine(notices.FullName, "bob"));
        await BeginAsync(logins, "bob");

        Assert.False(File.Exists(Path.Combine(notices.FullName, "bob")));
    }

    [Fact]
    public async Task the_report_names_who_would_be_kept_out_and_when()
    {
        store.Put(Person.Registered("faraway"));
        store.Put(Person.Registered("gone") with { Standing = PersonStanding.Locked });
        var logins = Logins(July);
        await BeginAsync(logins, "bob");
        await BeginAsync(logins, "nobody");

        var report = await new RolloutReporter(new AuthorityOptions { TimeZone = TimeZoneInfo.Utc, Rollout = July }, store, store, accounts, clock).MakeAsync(Cancel);

        Assert.Equal(1, report.Ready);
        Assert.Equal(["ada", "bob", "faraway"], report.Unready.Select(p => p.Name));
        Assert.Equal(["ada"], report.KeptOutOn(report.Today.AddDays(1)).Select(p => p.Name));
        Assert.Empty(report.KeptOutOn(report.Today));
        Assert.Equal(clock.GetUtcNow(), report.Unready.Single(p => p.Name == "bob").LastLogin);
    }

    private LoginService Logins(Rollout rollout, ILoginObserver? observer = null) =>
        Logins(new AuthorityOptions { TimeZone = TimeZoneInfo.Utc, Rollout = rollout }, observer);

    private LoginService Logins(AuthorityOptions options, ILoginObserver? observer = null) =>
        new(store, new PolicySource(options, store, new Decoy(new byte[32], DecoyMix.Default), clock, accounts), clock, observer ?? new Observers());

    private static ValueTask<LoginDecision> BeginAsync(LoginService logins, string user) => new(logins.BeginAsync(Attempt(user), Cancel));

    private static LoginAttempt Attempt(string user) => new(user, IPAddress.Parse("198.51.100.7"), "door");
}
