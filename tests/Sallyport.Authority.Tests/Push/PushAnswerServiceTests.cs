using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Push;
using Sallyport.Authority.Tests.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Push;

public sealed class PushAnswerServiceTests : IDisposable
{
    private static readonly DeviceChoice ByPush = new(FactorKind.Push, null);

    private readonly TestClock clock = new();
    private readonly MemoryStore store;
    private readonly LoginFeed feed;
    private readonly TestPushes here;
    private readonly TestPushes there;
    private readonly TestPhone phone = new("ada");

    public PushAnswerServiceTests()
    {
        store = new(clock);
        feed = new(clock);
        (here, there) = (Authority(), Authority());
        store.Put(((PersonChange.Done)phone.EnrolTo(Person.Registered("ada"))).Next);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static LoginAttempt Login => new("ada", System.Net.IPAddress.Parse("192.0.2.7"), "shell") { Order = LoginOrder.CodeLast };

    public void Dispose()
    {
        here.Dispose();
        there.Dispose();
        phone.Dispose();
    }

    [Fact]
    public async Task an_answer_to_another_authority_ends_the_wait_on_this_one()
    {
        var ticket = await AskAsync();
        var end = here.Logins.WaitAsync(ticket, TimeSpan.FromMinutes(2), Cancel);

        Assert.Equal(PushResult.Approved, await phone.AnswerAsync(there.Service, ticket.Push, PushReply.Approve));
        Sweep();

        Assert.IsType<LoginDecision.Allow>(await end);
    }

    [Fact]
    public async Task an_answer_here_wakes_its_login_without_a_sweep()
    {
        var ticket = await AskAsync();
        // From then on the name is known, and the login waits as soon as it asks.
        Assert.IsType<LoginDecision.Wait>(await here.Logins.WaitAsync(ticket, TimeSpan.Zero, Cancel));
        var end = here.Logins.WaitAsync(ticket, TimeSpan.FromMinutes(2), Cancel);
        Assert.Equal(1, here.Waiters.Count);

        await phone.AnswerAsync(here.Service, ticket.Push, PushReply.Approve);

        Assert.IsType<LoginDecision.Allow>(await end.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
    }

    [Fact]
    public async Task of_many_that_collect_one_is_let_in()
    {
        var ticket = await AskAsync();
        var ends = Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? here : there).Logins.WaitAsync(ticket, TimeSpan.FromMinutes(2), Cancel)).ToList();

        await phone.AnswerAsync(there.Service, ticket.Push, PushReply.Approve);
        Sweep();

        Assert.Single(await Task.WhenAll(ends), decision => decision is LoginDecision.Allow);
        Assert.Equal(0, here.Waiters.Count + there.Waiters.Count);
    }

    [Fact]
    public async Task of_many_answers_at_once_one_counts()
    {
        var ticket = await AskAsync();
        var number = $"{ticket.Push.Number!.Reveal()}";
        var answers = Enumerable.Range(0, 20).Select(i => phone.AnswerAsync(
            (i % 2 == 0 ? here : there).Service, ticket.Push, i % 3 == 0 ? PushReply.Deny : PushReply.Approve, number));

        var results = await Task.WhenAll(answers);

        Assert.Single(results, r => r is PushResult.Approved or PushResult.Denied);
        Assert.Equal(19, results.Count(r => r == PushResult.TooLate));
    }

    [Fact]
    public async Task a_login_that_another_replaced_is_told()
    {
        var first = await AskAsync();
        var end = here.Logins.WaitAsync(first, TimeSpan.FromMinutes(2), Cancel);

        await AskAsync();
        Sweep();

        Assert.Equal(LoginRefusal.PushGone, Assert.IsType<LoginDecision.Refuse>(await end).Refusal);
    }

    [Fact]
    public async Task forged_answers_fill_no_audit()
    {
        var ticket = await AskAsync();
        using var mallory = new TestPhone("ada");
        for (var i = 0; i < 100; i++)
            Assert.Equal(PushResult.Forged, await mallory.AnswerAsync(here.Service, ticket.Push, PushReply.Approve));

        Assert.Equal(PushAnswerService.ForgedRowsPerMinute, store.Events.Count(e => e.Kind == AuditKind.PushAnswerRefused));
        clock.Advance(TimeSpan.FromMinutes(1));
        await mallory.AnswerAsync(here.Service, ticket.Push, PushReply.Approve);
        Assert.EndsWith("(80 more were refused before, without an audit row)", store.Events[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_forged_answer_for_a_name_of_terminal_escapes_is_audited_visibly()
    {
        using var mallory = new TestPhone("\u001b[2Jada\n" + new string('x', 1000));
        var ticket = await AskAsync();

        Assert.Equal(PushResult.Forged, await mallory.AnswerAsync(here.Service, ticket.Push, PushReply.Approve));

        var name = store.Events[^1].Person!;
        Assert.StartsWith("%1B[2Jada%0Axxx", name, StringComparison.Ordinal);
        Assert.Equal(Person.MostNameLength, name.Length);
    }

    [Fact]
    public async Task the_gates_hear_of_a_denial_once()
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using var entries = feed.ReadAsync(reading.Token).GetAsyncEnumerator(reading.Token);
        var next = entries.MoveNextAsync();
        var ticket = await AskAsync();

        await phone.AnswerAsync(here.Service, ticket.Push, PushReply.Deny);
        Assert.IsType<LoginDecision.Refuse>(await here.Logins.WaitAsync(ticket, TimeSpan.FromMinutes(2), Cancel));
        var again = await AskAsync();
        await phone.AnswerAsync(here.Service, again.Push, PushReply.Approve);
        await here.Logins.WaitAsync(again, TimeSpan.FromMinutes(2), Cancel);

        Assert.True(await next);
        Assert.Equal((LoginResult.DeniedPush, Login.Source), (entries.Current.Result, entries.Current.Source));
        Assert.True(await entries.MoveNextAsync());
        Assert.Equal(LoginResult.Success, entries.Current.Result);
    }

    [Fact]
    public async Task a_client_that_goes_away_leaves_no_waiter()
    {
        var ticket = await AskAsync();
        using var gone = new CancellationTokenSource();
        var end = here.Logins.WaitAsync(ticket, TimeSpan.FromMinutes(2), gone.Token);
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => end);
        Assert.Equal(0, here.Waiters.Count);
    }

    private async Task<PushTicket> AskAsync()
    {
        var wait = Assert.IsType<LoginDecision.Wait>(await here.Logins.AskAsync(Login, ByPush, NumberDisplay.Shown, Cancel));
        return new PushTicket(Login, wait.Push, wait.Text);
    }

    /// <summary>The sweep of each authority, once a second.</summary>
    private void Sweep() => clock.Advance(TimeSpan.FromSeconds(1));

    private TestPushes Authority()
    {
        var options = new AuthorityOptions();
        var policies = new PolicySource(options, store, new Decoy(new byte[32], DecoyMix.Default), clock, new UnixAccounts());
        return new TestPushes(store, new LoginService(store, policies, clock, feed), feed, options, clock);
    }
}
