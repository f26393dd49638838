using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Sallyport.Authority.Configuration;

namespace Sallyport.Cli.Doctor;

/// <summary>Each way to people's devices is there: its server takes connections, or its program can be run. Nothing is sent.</summary>
internal static class DeliveryCheck
{
    private const UnixFileMode Run = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var way in around.Options.Deliver)
        {
            var subject = "deliver " + way.Name;
            if (way.Driver is DriverOptions.Command { Program: var program })
            {
                yield return File.Exists(program) && (File.GetUnixFileMode(program) & Run) != UnixFileMode.None
                    ? Finding.Fine(subject, $"{program} can be run")
                    : Finding.Wrong(subject, $"{program} is missing or cannot be run", $"install it, or correct [deliver {way.Name}]");
                continue;
            }

            if (ServerOf(way.Driver) is not { } server)
                continue;
            yield return await RefusalAsync(server, cancel) is { } refusal
                ? Finding.Wrong(subject, $"{server.Host}:{server.Port} cannot be reached from here: {refusal}", $"check the network and [deliver {way.Name}]; sallyport audit tail shows what was not delivered")
                : Finding.Fine(subject, $"{server.Host}:{server.Port} accepts connections");
        }
    }

    private static DnsEndPoint? ServerOf(DriverOptions driver) => driver switch
    {
        DriverOptions.Smtp smtp => smtp.Server,
        DriverOptions.Http http => Uri.TryCreate(http.Url.Fill(_ => "0", Escaping.Percent), UriKind.Absolute, out var url) ? EndPoint(url) : null,
        DriverOptions.Ntfy ntfy => EndPoint(ntfy.Server),
        DriverOptions.Gotify gotify => EndPoint(gotify.Server),
        DriverOptions.Webhook webhook => EndPoint(webhook.Url),
        _ => null,
    };

    private static DnsEndPoint EndPoint(Uri url) => new(url.IdnHost, url.Port);

    /// <summary>Why a server takes no connection; null when it takes one.</summary>
    internal static async Task<string?> RefusalAsync(DnsEndPoint server, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(server.Host, server.Port, patience.Token);
            return null;
        }
        catch (SocketException failure)
        {
            return failure.Message;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return "no answer within five seconds";
        }
    }
}
