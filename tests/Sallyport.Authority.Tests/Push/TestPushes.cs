using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Push;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Push;

/// <summary>Pushes over a store, with a courier that keeps what it was given.</summary>
internal sealed class TestPushes : IPushCourier, IDisposable
{
    public TestPushes(IStore store, LoginService logins, ILoginObserver observer, AuthorityOptions options, TimeProvider clock)
    {
        Waiters = new PushWaiters(store, clock, NullLogger<PushWaiters>.Instance);
        Logins = new PushLogins(logins, Waiters, this, clock);
        var policies = new PolicySource(options, store, new Decoy(new byte[32], DecoyMix.Default), clock, new UnixAccounts());
        Service = new PushAnswerService(store, policies, Waiters, observer, clock);
    }

    public PushWaiters Waiters { get; }

    public PushLogins Logins { get; }

    public PushAnswerService Service { get; }

    /// <summary>What was to be delivered, in the order of the logins.</summary>
    public BlockingCollection<(string Person, PendingPush Push, IReadOnlyList<Device> Devices)> Sent { get; } = [];

    void IPushCourier.Send(Person person, PendingPush push, IReadOnlyList<Device> devices) => Sent.Add((person.Name, push, devices));

    /// <summary>Passcodes that were to be sent.</summary>
    public ConcurrentQueue<(string Person, Device Device, IReadOnlyList<string> Codes)> Passcodes { get; } = [];

    /// <summary>Passcodes that were to prove a number.</summary>
    public ConcurrentQueue<(string Person, PendingPhone Phone, string Code)> Proofs { get; } = [];

    void IPushCourier.SendForHelpdesk(Person person, Device phone, string code) => Passcodes.Enqueue((person.Name, phone, [code]));

    void IPushCourier.Tell(Person person, string sentence)
    {
    }

    void IPushCourier.SendProof(Person person, PendingPhone phone, string code) => Proofs.Enqueue((person.Name, phone, code));

    void IPushCourier.SendPasscodes(Person person, Device device, IReadOnlyList<string> codes) => Passcodes.Enqueue((person.Name, device, codes));

    public void Dispose()
    {
        Waiters.Dispose();
        Sent.Dispose();
    }
}
