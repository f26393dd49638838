using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.People;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Enforcing;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Logins;

/// <summary>
/// Names typed otherwise, in a roll-out in which nobody must have a factor yet, from a trusted network or not. The name service takes Ada, ada@corp and
/// "ada " for ada, as many a directory does; it knows nothing of zoe, who is registered.
/// </summary>
public sealed class SpellingTests : IAsyncDisposable
{
    private const string Trusted = "192.0.2.7";
    private const string Elsewhere = "198.51.100.7";

    private static readonly NameOptions Folding = new(FoldCase: true, ["CORP.example", "CORP"]);

    private readonly TestClock clock = new();
    private readonly MemoryStore store;
    private readonly KnownAccounts accounts = new(("ada", []), ("bob", [])) { Spellings = { ["Ada"] = "ada", ["ada@corp"] = "ada", ["ada "] = "ada" } };

    public SpellingTests()
    {
        store = new MemoryStore(clock);
        store.Put(Examples.WithTotp("ada"));
        store.Put(Examples.WithTotp("zoe"));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData("a capital", "Ada")]
    [InlineData("a realm", "ada@corp")]
    [InlineData("a blank behind", "ada ")]
    [InlineData("a capital of a name that only the login server knows", "Zoe")]
    [InlineData("a realm of a name that only the login server knows", "zoe@corp")]
    [InlineData("a domain of a name that only the login server knows", "CORP\\zoe")]
    [InlineData("a blank before a name that only the login server knows", " zoe")]
    [InlineData("a full-width letter", "\uff5aoe")]
    [InlineData("a byte that is no UTF-8", "zoe%FF")]
    public async Task the_factor_is_not_skipped_by(string attack, string typed)
    {
        var decision = await Logins(NameOptions.AsTyped).BeginAsync(Attempt(typed, Elsewhere), Cancel);
        Assert.True(decision is LoginDecision.Ask, attack);
    }

    [Theory]
    [InlineData("a capital", "Ada")]
    [InlineData("a capital of a name that only the login server knows", "Zoe")]
    public async Task a_lock_is_not_slipped_by_from_a_trusted_network_by(string attack, string typed)
    {
        await store.AddNetworkAsync(IPNetwork.Parse("192.0.2.0/24"), new Actor("test", null), Cancel);
        foreach (var name in new[] { "ada", "zoe" })
            store.Put(await store.FindAsync(name, Cancel) with { Standing = PersonStanding.Locked });

        Assert.True(await Logins(NameOptions.AsTyped).BeginAsync(Attempt(typed, Trusted), Cancel) is LoginDecision.Ask, attack);
    }

    [Theory]
    [InlineData(Elsewhere, "bob")]
    [InlineData(Trusted, "bob")]
    [InlineData(Trusted, "nobody")]
    public async Task a_name_service_that_is_away_lets_nobody_go_on_without_a_factor(string source, string user)
    {
        await store.AddNetworkAsync(IPNetwork.Parse("192.0.2.0/24"), new Actor("test", null), Cancel);
        accounts.IsSilent = true;

        Assert.IsType<LoginDecision.Ask>(await Logins(NameOptions.AsTyped).BeginAsync(Attempt(user, source), Cancel));
    }

    [Fact]
    public async Task a_registered_person_gets_in_with_a_code_while_the_name_service_is_away()
    {
        accounts.IsSilent = true;
        Assert.IsType<LoginDecision.Allow>(await Logins(NameOptions.AsTyped).AnswerAsync(Attempt("ada", Elsewhere), 0, CodeOf("ada"), Cancel));
    }

    [Fact]
    public async Task wrong_codes_in_all_spellings_are_counted_together_and_the_audit_keeps_what_was_typed()
    {
        var logins = Logins(NameOptions.AsTyped);
        foreach (var (typed, guess) in new[] { ("ada", "000001"), ("Ada", "000002"), ("ada@corp", "000003"), ("ada ", "000004"), ("ada", "000005") })
            await logins.AnswerAsync(Attempt(typed, Elsewhere), 0, guess, Cancel);

        var ada = await store.FindAsync("ada", Cancel);
        Assert.NotNull(ada.Budget.LockedUntil(Attempt("ada", Elsewhere).Network, new AuthorityOptions().Budgets, clock.GetUtcNow()));
        Assert.Equal(0, (await store.FindAsync("Ada", Cancel)).Version);
        Assert.Equal(5, store.Events.Count(e => e is { Kind: AuditKind.CodeWrong, Person: "ada" }));
        Assert.Equal(["Ada", "ada@corp", "ada "], store.Events.Where(e => e.Kind == AuditKind.OtherSpelling).Select(e => e.Detail));
        Assert.All(store.Events, e => Assert.Equal("ada", e.Person));
    }

    [Fact]
    public async Task the_same_code_in_another_spelling_is_a_replay()
    {
        var logins = Logins(NameOptions.AsTyped);
        Assert.IsType<LoginDecision.Allow>(await logins.AnswerAsync(Attempt("Ada", Elsewhere), 0, CodeOf("ada"), Cancel));
        Assert.IsNotType<LoginDecision.Allow>(await logins.AnswerAsync(Attempt("ada", Elsewhere), 0, CodeOf("ada"), Cancel));
    }

    [Theory]
    [InlineData("Zoe")]
    [InlineData("ZOE@corp.EXAMPLE")]
    [InlineData("corp\\zoe")]
    public async Task what_the_site_says_comes_off_comes_off(string typed) =>
        Assert.IsType<LoginDecision.Allow>(await Logins(Folding).AnswerAsync(Attempt(typed, Elsewhere), 0, CodeOf("zoe"), Cancel));

    [Theory]
    [InlineData("@CORP", "@corp")]
    [InlineData("CORP\\", "corp\\")]
    [InlineData("zoe@elsewhere", "zoe@elsewhere")]
    [InlineData("zoe@CORP@CORP", "zoe@corp")]
    [InlineData("", "")]
    public void nothing_else_comes_off(string typed, string name) => Assert.Equal(name, Folding.Plain(typed));

    [Fact]
    public async Task an_administrator_who_types_a_capital_locks_the_person()
    {
        var service = new PeopleService(store, Policies(NameOptions.AsTyped).Names);
        await service.ChangeAsync("Ada", person => Enrolling.Lock(person, "root"), Cancel);
        Assert.Equal(PersonStanding.Locked, (await store.FindAsync("ada", Cancel)).Standing);
    }

    private string CodeOf(string name)
    {
        var key = Examples.WithTotp(name).Enrolments.Totp!.Key;
        return key.CodeAt(key.StepAt(clock.GetUtcNow()));
    }

    private LoginService Logins(NameOptions names) => new(store, Policies(names), clock, new Observers());

    private PolicySource Policies(NameOptions names) => new(
        new AuthorityOptions { TimeZone = TimeZoneInfo.Utc, Rollout = new Rollout(null, [], 0), Names = names },
        store, new Decoy(new byte[32], DecoyMix.Default), clock, accounts);

    private static LoginAttempt Attempt(string user, string source) => new(user, IPAddress.Parse(source), "door");
}
