using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Tests.Logins;

/// <summary>A clock ran ahead by days while somebody logged in: none of the app's codes counts until then, and the audit says why.</summary>
public sealed class CodesAheadTests : IAsyncDisposable
{
    private readonly TestClock clock = new();
    private readonly MemoryStore store;
    private readonly LoginService logins;
    private readonly TotpKey key = Examples.WithTotp("ada").Enrolments.Totp!.Key;

    public CodesAheadTests()
    {
        store = new MemoryStore(clock);
        var policies = new PolicySource(new AuthorityOptions(), store, new Decoy(new byte[32], DecoyMix.Default), clock, new UnixAccounts());
        logins = new LoginService(store, policies, clock, new Observers());
        store.Put(Examples.WithTotp("ada"));
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task a_right_code_that_does_not_count_is_told_from_a_wrong_one()
    {
        clock.Advance(TimeSpan.FromDays(3));
        Assert.IsType<LoginDecision.Allow>(await AnswerAsync("ada"));
        clock.StepWallClock(TimeSpan.FromDays(-3));

        Assert.IsNotType<LoginDecision.Allow>(await AnswerAsync("ada"));

        Assert.Equal("2031-07-16 03:18:00 UTC", Assert.Single(store.Events, e => e.Kind == AuditKind.CodesAhead).Detail);
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("nobody")]
    public async Task nothing_is_told_of_others(string user)
    {
        await logins.AnswerAsync(Attempt(user), 0, "000000", TestContext.Current.CancellationToken);
        Assert.Equal([AuditKind.CodeWrong], store.Events.Select(e => e.Kind));
    }

    private Task<LoginDecision> AnswerAsync(string user) =>
        logins.AnswerAsync(Attempt(user), 0, key.CodeAt(key.StepAt(clock.GetUtcNow())), TestContext.Current.CancellationToken);

    private static LoginAttempt Attempt(string user) => new(user, IPAddress.Parse("198.51.100.7"), "door");
}
