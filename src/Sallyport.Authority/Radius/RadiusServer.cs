using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Metrics.Instruments;
using Sallyport.Authority.Push;

namespace Sallyport.Authority.Radius;

/// <summary>The RADIUS face on its sockets.</summary>
internal sealed class RadiusServer : IHostedService, IAsyncDisposable
{
    private readonly ImmutableArray<IPEndPoint> listen;
    private readonly RadiusExchange exchange;
    private readonly RadiusLimits limits;
    private readonly ILogger logger;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stopping = new();
    private readonly List<RadiusSocket> sockets = [];

    public RadiusServer(
        RadiusOptions options,
        ImmutableArray<RadiusClient> clients,
        LoginService logins,
        PushLogins pushes,
        TimeProvider clock,
        ILogger<RadiusServer> logger,
        RadiusLimits? limits = null,
        HelpLinks? help = null)
    {
        limits ??= new RadiusLimits();
        (listen, this.limits, this.clock, this.logger) = (options.Listen, limits, clock, logger);
        Drops = new DropCounter(logger, clock);
        exchange = new RadiusExchange(
            new RadiusClients(clients),
            new RadiusLogins(
                logins, pushes, new Conversations(limits, clock), new ProxiedSources(options.Proxied, clock), new RadiusConnectionTries(ConnectionProcess.Of, clock), help),
            new DuplicateCache(limits, clock),
            Drops,
            options.Echo ? Echo.Shown : Echo.Hidden,
            limits,
            Answers,
            clock);
    }

    public DropCounter Drops { get; }

    /// <summary>How long requests took from their reading to their answer, without those that waited for a device.</summary>
    public LatencyHistogram Answers { get; } = new();

    /// <summary>The addresses in use; a configured port 0 is here the one that was free.</summary>
    public IEnumerable<IPEndPoint> EndPoints => sockets.Select(socket => socket.EndPoint);

    /// <exception cref="IOException">An address cannot be listened on; none is then.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var address in listen)
                sockets.Add(RadiusSocket.Open(address));
        }
        catch (IOException)
        {
            await DisposeAsync();
            throw;
        }

        foreach (var socket in sockets)
        {
            socket.Run(exchange, limits, logger, clock, stopping.Token);
            logger.RadiusListening(socket.EndPoint);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        foreach (var socket in sockets)
            await socket.DisposeAsync();
        sockets.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (!stopping.IsCancellationRequested)
            await StopAsync(CancellationToken.None);
        stopping.Dispose();
    }
}
