using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Enforcing;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Push;
using Sallyport.Authority.Radius;
using Sallyport.Authority.Storage.Sqlite;
using Sallyport.Authority.Tests.Radius;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace EndToEnd.Radius;

/// <summary>
/// Whether time tells a known name from an unknown one: over UDP, against the store on the disk, one wrong code for each of 200 enrolled
/// and 200 unknown names, by turns so that what else the machine does falls on both.
/// </summary>
public sealed class TimingTests : IAsyncLifetime
{
    private const int Names = 200;
    private const double MostDifference = 0.25;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sallyport-timing-");
    private readonly UdpClient client = new(AddressFamily.InterNetwork);
    private SqliteStore? store;
    private RadiusServer? server;
    private PushWaiters? waiters;

    public async ValueTask InitializeAsync()
    {
        var clock = TimeProvider.System;
        store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions(Path.Combine(folder.FullName, "sallyport.db"), Path.Combine(folder.FullName, "key"), Start: StoreStart.New), clock, CancellationToken.None);
        for (var number = 0; number < Names; number++)
        {
            var enrolled = Enrolments.None with { Totp = TotpEnrolment.New(new TotpKey(new byte[20])) };
            await store.CommitAsync(Person.Registered(Known(number)) with { Enrolments = enrolled }, [], CancellationToken.None);
        }

        var mix = DecoyMix.Default with { SkeyOf256 = 0, WebOtpOf256 = 0 };
        var policies = new PolicySource(new AuthorityOptions { Decoys = mix }, store, new Decoy(store.DecoyKey.Bytes, mix), clock, new UnixAccounts());
        var logins = new LoginService(store, policies, clock, new RadiusSetup());
        waiters = new PushWaiters(store, clock, NullLogger<PushWaiters>.Instance);
        server = new RadiusServer(
            new RadiusOptions { Listen = [new IPEndPoint(IPAddress.Loopback, 0)] },
            RadiusSetup.Clients,
            logins,
            new PushLogins(logins, waiters, new NoCourier(), clock),
            clock,
            NullLogger<RadiusServer>.Instance);
        await server.StartAsync(CancellationToken.None);
        client.Connect(server.EndPoints.Single());
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        waiters?.Dispose();
        if (server is not null)
            await server.DisposeAsync();
        if (store is not null)
            await store.DisposeAsync();
        folder.Delete(recursive: true);
    }


    [Fact]
    public async Task known_and_unknown_names_are_asked_and_refused_alike_in_the_same_time()
    {
        var (known, unknown) = (new List<double>(), new List<double>());
        await TimeAsync("warm-up");
        for (var number = 0; number < Names; number++)
        {
            known.Add(await TimeAsync(Known(number)));
            unknown.Add(await TimeAsync(Unknown(number)));
        }

        var (first, second) = (Median(known), Median(unknown));
        Assert.True(
            Math.Abs(first - second) / Math.Max(first, second) < MostDifference,
            string.Create(CultureInfo.InvariantCulture, $"medians: known {first:F3} ms, unknown {second:F3} ms"));
    }

    private async Task<double> TimeAsync(string user)
    {
        var begun = Stopwatch.GetTimestamp();
        var asked = await AskAsync(TestRequest.Login(user));
        Assert.Equal("Code from your authenticator app: ", asked.Text);
        var again = await AskAsync(TestRequest.Login(user, "wrong", asked.State));
        Assert.Equal("That code is wrong or has already been used. Code from your authenticator app: ", again.Text);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private async Task<TestAnswer> AskAsync(TestRequest request)
    {
        await client.SendAsync(request.Bytes, TestContext.Current.CancellationToken);
        var received = await client.ReceiveAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        return TestAnswer.Read(received.Buffer, request);
    }

    private static string Known(int number) => $"known{number:D3}";

    private static string Unknown(int number) => $"nobody{number:D3}";

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
