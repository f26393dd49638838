using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Loop;

namespace Sallyport.Gate.Status;

/// <summary>Counters in Prometheus' text format (version 0.0.4) at a local address: any GET is answered, one client at a time.</summary>
internal sealed class MetricsServer(GateServices services)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="listener">Where it answers; closed in the end.</param>
    public async Task RunAsync(TcpListener listener, CancellationToken cancel)
    {
        using var closing = listener;
        listener.Start(16);
        try
        {
            while (true)
            {
                using var client = await listener.AcceptSocketAsync(cancel);
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                patience.CancelAfter(Patience);
                try
                {
                    await client.ReceiveAsync(new byte[4096], patience.Token);
                    var body = Encoding.ASCII.GetBytes(await services.Loop.Ask(_ => Text()));
                    var head = $"HTTP/1.0 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {body.Length}\r\n\r\n";
                    using var stream = new NetworkStream(client);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes(head), patience.Token);
                    await stream.WriteAsync(body, patience.Token);
                }
                catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException)
                {
                    // the collector has gone away; it will come again
                }
            }
        }
        catch (OperationCanceledException)
        {
            // the gate stops
        }
    }

    internal string Text()
    {
        var counters = services.Counters;
        var text = new StringBuilder();
        Head(text, "sallyport_gate_accepted_total", "counter", "Connections accepted.");
        Line(text, "sallyport_gate_accepted_total", counters.Accepted);
        Head(text, "sallyport_gate_refused_total", "counter", "Connections refused, by reason.");
        foreach (var refusal in Enum.GetValues<AdmissionRefusal>().Where(refusal => refusal != AdmissionRefusal.None))
            Line(text, $"sallyport_gate_refused_total{{reason=\"{refusal.Word()}\"}}", counters.Refused(refusal));
        Head(text, "sallyport_gate_logged_in_total", "counter", "Connections that became sessions.");
        Line(text, "sallyport_gate_logged_in_total", counters.LoggedIn);
        Head(text, "sallyport_gate_outcomes_total", "counter", "Results of logins, by outcome.");
        foreach (var outcome in Enum.GetValues<LoginOutcome>())
            Line(text, $"sallyport_gate_outcomes_total{{outcome=\"{outcome.Word()}\"}}", counters.Outcomes(outcome));
        Head(text, "sallyport_gate_pending", "gauge", "Connections not yet logged in, by lane.");
        foreach (var lane in Enum.GetValues<Lane>())
            Line(text, $"sallyport_gate_pending{{lane=\"{lane.Word()}\"}}", services.Admission.Pending(lane));
        Head(text, "sallyport_gate_remembered_sources", "gauge", "Sources in memory.");
        Line(text, "sallyport_gate_remembered_sources", services.Admission.Memory.Hosts.Count);
        Histogram(text, counters);
        return text.ToString();
    }

    private static void Histogram(StringBuilder text, GateCounters counters)
    {
        const string Name = "sallyport_gate_hand_over_seconds";
        Head(text, Name, "histogram", "Time from accept to hand-over.");
        var sum = 0L;
        for (var bucket = 0; bucket < GateCounters.HandOverBounds.Length; bucket++)
        {
            sum += counters.HandOvers(bucket);
            var bound = (GateCounters.HandOverBounds[bucket] / 1000d).ToString(CultureInfo.InvariantCulture);
            Line(text, $"{Name}_bucket{{le=\"{bound}\"}}", sum);
        }

        Line(text, Name + "_bucket{le=\"+Inf\"}", counters.HandedOver);
        text.Append(CultureInfo.InvariantCulture, $"{Name}_sum {counters.HandOverMilliseconds / 1000d}\n");
        Line(text, Name + "_count", counters.HandedOver);
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Line(StringBuilder text, string name, long value) => text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
}
