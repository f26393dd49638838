using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Connections;
using Sallyport.Gate.Feed;
using Sallyport.Gate.Handover;
using Sallyport.Gate.Loop;
using Sallyport.Gate.Machine;
using Sallyport.Gate.Status;

namespace Sallyport.Gate;

/// <summary>What runs beside the pipeline, each by itself: the feed, the state's saving, status, metrics. None of them can hold the gate up.</summary>
internal sealed class GateSidecars(GateServices services, RelayLink? relay, ConnectionSet connections)
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ResolveEvery = TimeSpan.FromMinutes(1);

    private readonly StatusReader status = new(services, connections, services.Time.GetUtcNow());

    /// <summary>Complete when all of them have ended after <paramref name="stop"/>.</summary>
    public Task Start(CancellationToken cancel)
    {
        var configuration = services.Configuration;
        var running = new List<Task>();
        if (configuration.ControlSocket is { } socket)
            running.Add(Guard(() => new ControlServer(services, status, connections).RunAsync(socket, cancel), "control socket " + socket));
        if (configuration.Metrics is { } address)
            running.Add(Guard(() => new MetricsServer(services).RunAsync(new TcpListener(address), cancel), "metrics at " + address));
        if (configuration.Authority is { } authority)
            running.Add(Guard(() => new FeedClient(authority, new FeedTarget(services, status), services.Time, services.Log).RunAsync(cancel), "feed"));
        if (configuration.StateFile is { } file)
            running.Add(Guard(() => Every(SaveEvery, () => SaveAsync(file), cancel), "state"));
        if (relay is not null)
            running.Add(Guard(() => ResolveAsync(cancel), "relay"));
        return Task.WhenAll(running);
    }

    private async Task Guard(Func<Task> part, string name)
    {
        try
        {
            await part();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            services.Log.PartFailed(name, fault.Message);
        }
    }

    private async Task SaveAsync(string file)
    {
        var penalties = await status.PenaltiesAsync();
        StateFile.Save(file, await services.Loop.Ask(now => StateFile.Text(services.Admission, penalties, now)), services.Log);
    }

    private async Task ResolveAsync(CancellationToken cancel)
    {
        await LookUp();
        await Every(ResolveEvery, LookUp, cancel);

        async Task LookUp()
        {
            try
            {
                await relay!.ResolveAsync(cancel);
            }
            catch (System.Net.Sockets.SocketException fault)
            {
                services.Log.PartFailed("relay's name", fault.Message);
            }
        }
    }

    private async Task Every(TimeSpan period, Func<Task> act, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(period, services.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
                await act();
        }
        catch (OperationCanceledException)
        {
            // the gate stops
        }
    }
}

/// <summary>Brings the authority's results onto the gate's thread.</summary>
internal sealed class FeedTarget(GateServices services, StatusReader status) : IFeedTarget
{
    public void FeedIsUp() => services.Loop.Post(_ => (services.Pipeline.IsFedByAuthority, status.Authority) = (true, "up"));

    public void FeedIsDown() => services.Loop.Post(_ => (services.Pipeline.IsFedByAuthority, status.Authority) = (false, "down"));

    public void Report(FeedLine line) => services.Loop.Post(now =>
    {
        services.Log.Outcome(line.Source.ToString(), line.Outcome.Word());
        services.Pipeline.Report(line.Source, line.Outcome, now);
    });
}
