using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Tests.Push;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace EndToEnd.Outside;

/// <summary>Somebody's phone, whose answers reach the store by another authority than the one that the login asked.</summary>
internal sealed class PhoneOfTheSite(TestAuthority authority, string person) : IDisposable
{
    private readonly TestPhone phone = new(person);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Enrols it, and the person if need be.</summary>
    public async Task EnrolAsync()
    {
        var store = authority.Host.Store;
        var change = Enrolling.RegisteringFirst(await store.FindAsync(person, Cancel), "root", phone.EnrolTo);
        await store.CommitAsync(((PersonChange.Done)change).Next, [], Cancel);
    }

    /// <summary>The push that waits, as soon as there is one.</summary>
    public async Task<PendingPush> RingAsync()
    {
        while (true)
        {
            if ((await authority.Host.Store.FindAsync(person, Cancel)).Enrolments.Devices.Push is { } push)
                return push;
            await Task.Delay(50, Cancel);
        }
    }

    public async Task<PushResult> AnswerAsync(PendingPush push, PushReply reply)
    {
        var (store, clock, options, observers) = (authority.Host.Store, authority.Clock, new AuthorityOptions(), new Observers());
        var policies = new PolicySource(options, store, new Decoy(store.DecoyKey.Bytes, DecoyMix.Default), clock, new UnixAccounts());
        using var other = new TestPushes(store, new LoginService(store, policies, clock, observers), observers, options, clock);
        return await phone.AnswerAsync(other.Service, push, reply);
    }

    public void Dispose() => phone.Dispose();
}
