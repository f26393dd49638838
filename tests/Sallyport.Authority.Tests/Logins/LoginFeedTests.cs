using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Storage;
using Sallyport.Authority.Tests.Enforcing;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Enforcing;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Logins;

/// <summary>What the gates learn: a success only where nothing is left to be proved, and nothing that tells one name from another.</summary>
public sealed class LoginFeedTests : IAsyncDisposable
{
    /// <summary>What sshd sends in place of the answer for a name without an account.</summary>
    private const string NoAccount = "\b\n\r\u007fINC";

    private const string Trusted = "192.0.2.7";
    private const string Elsewhere = "198.51.100.7";

    private readonly TestClock clock = new();
    private readonly MemoryStore store;
    private readonly LoginFeed feed;
    private readonly TotpKey key;

    public LoginFeedTests()
    {
        store = new MemoryStore(clock);
        feed = new LoginFeed(clock);
        store.Put(Examples.WithTotp("ada"));
        store.Put(Examples.WithTotp("gone") with { Standing = PersonStanding.Locked });
        key = Examples.WithTotp("ada").Enrolments.Totp!.Key;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData("a guess at a password from a trusted network", "ada", Trusted, LoginOrder.CodeFirst, null, nameof(LoginResult.PasswordNext))]
    [InlineData("the same for a name that is nobody's", "nobody", Trusted, LoginOrder.CodeFirst, null, nameof(LoginResult.PasswordNext))]
    [InlineData("the same where the host says that the code is last", "ada", Trusted, LoginOrder.CodeLast, null, nameof(LoginResult.PasswordNext))]
    [InlineData("a right code, the password to come", "ada", Elsewhere, LoginOrder.CodeFirst, "right", nameof(LoginResult.PasswordNext))]
    [InlineData("a right code, the password given", "ada", Elsewhere, LoginOrder.CodeLast, "right", nameof(LoginResult.Success))]
    [InlineData("a right code of a locked name", "gone", Elsewhere, LoginOrder.CodeLast, "right", nameof(LoginResult.WrongCode))]
    [InlineData("a wrong code", "ada", Elsewhere, LoginOrder.CodeFirst, "000000", nameof(LoginResult.WrongCode))]
    [InlineData("a wrong code for a name without an account costs the same", "nobody", Elsewhere, LoginOrder.CodeFirst, NoAccount, nameof(LoginResult.WrongCode))]
    public async Task the_gates_learn(string attack, string user, string source, LoginOrder order, string? answer, string told)
    {
        await store.AddNetworkAsync(IPNetwork.Parse("192.0.2.0/24"), new Actor("test", null), Cancel);
        Assert.True(told == (await ToldAsync(Rollout.Complete, user, source, order, answer)).ToString(), attack);
    }

    [Fact]
    public async Task a_guess_at_a_password_in_a_roll_out_is_no_success() =>
        Assert.Equal(LoginResult.PasswordNext, await ToldAsync(new Rollout(null, [], 0), "bob", Elsewhere, LoginOrder.CodeLast, null));

    private async Task<LoginResult> ToldAsync(Rollout rollout, string user, string source, LoginOrder order, string? answer)
    {
        var options = new AuthorityOptions { TimeZone = TimeZoneInfo.Utc, Rollout = rollout };
        var policies = new PolicySource(options, store, new Decoy(new byte[32], DecoyMix.Default), clock, new KnownAccounts(("bob", [])));
        var logins = new LoginService(store, policies, clock, feed);
        await using var reading = feed.ReadAsync(Cancel).GetAsyncEnumerator(Cancel);
        var first = reading.MoveNextAsync();

        var attempt = new LoginAttempt(user, IPAddress.Parse(source), "door") { Order = order };
        await (answer is null
            ? logins.BeginAsync(attempt, Cancel)
            : logins.AnswerAsync(attempt, 0, answer == "right" ? key.CodeAt(key.StepAt(clock.GetUtcNow())) : answer, Cancel));

        Assert.True(await first);
        return reading.Current.Result;
    }
}
