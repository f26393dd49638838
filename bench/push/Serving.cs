using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Duo;
using Sallyport.Authority.Duo.Transport;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Push;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Logins;

namespace PushBench;

/// <summary>
/// The Duo face over the product's store, in a process of its own. Standard input: <c>count</c> is answered by the number of logins that wait,
/// <c>approve N</c> by the result of that person's device saying yes.
/// </summary>
internal sealed class Serving : ILoginObserver
{
    public static async Task<int> RunAsync(int people)
    {
        var folder = Directory.CreateTempSubdirectory("sallyport-bench-");
        try
        {
            await ServeAsync(folder.FullName, people);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ServeAsync(string folder, int people)
    {
        var clock = TimeProvider.System;
        using var enrolled = new BenchPeople();
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions(Path.Combine(folder, "sallyport.db"), Path.Combine(folder, "key"), Start: StoreStart.New), clock, CancellationToken.None);
        await Parallel.ForAsync(0, people, new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (number, cancel) =>
            await store.CommitAsync(enrolled.Enrolled(number), ImmutableArray<AuditEvent>.Empty, cancel));
        await store.AddHostAsync(BenchPeople.Host, "root", CancellationToken.None);

        var options = new AuthorityOptions
        {
            Push = new PushOptions { Policy = PushPolicy.Default with { Life = TimeSpan.FromMinutes(5), WithoutNumber = PushWithoutNumber.Always } },
        };
        var observer = new Serving();
        var policies = new PolicySource(options, store, new Decoy(store.DecoyKey.Bytes, DecoyMix.Default), clock, new UnixAccounts());
        var logins = new LoginService(store, policies, clock, observer);
        using var waiters = new PushWaiters(store, clock, NullLogger<PushWaiters>.Instance);
        using var face = new DuoFace(store, store, logins, new PushLogins(logins, waiters, new NoCourier(), clock), options.Push, clock, NullLogger<DuoFace>.Instance);
        var service = new PushAnswerService(store, policies, waiters, observer, clock);

        using var root = CertificateAuthority.Open(folder, clock);
        var certificate = ServerCertificate.FromOwnAuthority(root, ["localhost"], clock, fault => throw fault);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => DuoListener.Listen(server, new IPEndPoint(IPAddress.Loopback, 0), certificate));
        await using var web = builder.Build();
        Endpoints.MapDuo(web, face);
        await web.StartAsync();

        var address = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Console.WriteLine($"{address.Port} {Path.Combine(folder, CertificateAuthority.RootFile)}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            if (words[0] == "count")
            {
                Console.WriteLine(waiters.Count);
                continue;
            }

            var person = await store.FindAsync(BenchPeople.Name(int.Parse(words[1], CultureInfo.InvariantCulture)), CancellationToken.None);
            Console.WriteLine(await service.AnswerAsync(person.Name, enrolled.Approve(person), CancellationToken.None));
        }
    }

    public void Decided(LoginAttempt attempt, LoginDecision decision)
    {
    }
}
