using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Push;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Secrets;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Logins;

namespace RadiusBench.Serving;

/// <summary>The RADIUS face in a process of its own, with the bench's people.</summary>
internal sealed class Server : ILoginObserver
{
    public static async Task<int> RunAsync(StoreKind kind, int users)
    {
        var clock = TimeProvider.System;
        await using var bench = await BenchStore.OpenAsync(kind, users, clock);
        var store = bench.Store;
        using var logs = LoggerFactory.Create(_ => { });
        var options = new RadiusOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] };
        var policies = new PolicySource(new AuthorityOptions(), store, new Decoy(new byte[32], DecoyMix.Default), clock, new UnixAccounts());
        var logins = new LoginService(store, policies, clock, new Server());
        using var waiters = new PushWaiters(store, clock, logs.CreateLogger<PushWaiters>());
        await using var server = new RadiusServer(
            options,
            [new RadiusClient("bench", [new IPNetwork(IPAddress.Loopback, 32)], new Secret(BenchPeople.Secret))],
            logins,
            new PushLogins(logins, waiters, new NoCourier(), clock),
            clock,
            logs.CreateLogger<RadiusServer>());
        await server.StartAsync(CancellationToken.None);
        Console.WriteLine(server.EndPoints.Single());
        await Console.In.ReadToEndAsync();
        foreach (var reason in Enum.GetValues<DropReason>().Where(reason => server.Drops.Count(reason) > 0))
            Console.Error.WriteLine($"dropped {server.Drops.Count(reason).ToString(CultureInfo.InvariantCulture)}: {reason}");
        return 0;
    }

    void ILoginObserver.Decided(LoginAttempt attempt, LoginDecision decision)
    {
        // The bench looks at what the load gets.
    }
}
