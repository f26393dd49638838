using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Sallyport.Gate.Loop;
using Sallyport.Gate.Status;

namespace Sallyport.Gate.Tests.Status;

/// <summary>The counters as Prometheus reads them.</summary>
public sealed partial class MetricsServerTests : IAsyncDisposable
{
    private readonly GateHarness gate = new("[gate]\nlisten = 127.0.0.1:0\n");

    public ValueTask DisposeAsync() => gate.DisposeAsync();

    [Fact]
    public async Task every_line_is_a_sample_of_a_metric_that_was_declared_before()
    {
        var declared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in (await TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                Assert.True(declared.Add(line.Split(' ')[2]), line);
            else if (!line.StartsWith("# HELP ", StringComparison.Ordinal))
                Assert.Contains(HistogramSuffix().Replace(Sample().Match(line).Groups["name"].Value, ""), declared);
        }
    }

    [Fact]
    public async Task a_hand_over_counts_in_its_bucket_and_in_all_longer_ones()
    {
        await gate.Loop.Ask(_ =>
        {
            gate.Counters.CountHandOver(GateCounters.HandOverBounds[1]);
            return true;
        });

        var text = await TextAsync();
        Assert.Equal(0, Value(text, $"sallyport_gate_hand_over_seconds_bucket{{le=\"{GateCounters.HandOverBounds[0] / 1000d}\"}}"));
        Assert.All(GateCounters.HandOverBounds[1..], bound => Assert.Equal(1, Value(text, $"sallyport_gate_hand_over_seconds_bucket{{le=\"{bound / 1000d}\"}}")));
        Assert.Equal(1, Value(text, "sallyport_gate_hand_over_seconds_bucket{le=\"+Inf\"}"));
        Assert.Equal(1, Value(text, "sallyport_gate_hand_over_seconds_count"));
    }

    [Fact]
    public async Task it_answers_by_http_one_after_the_other_also_when_one_goes_away()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = (IPEndPoint)listener.LocalEndpoint;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = new MetricsServer(gate.Services).RunAsync(listener, stop.Token);
        using (var gone = new TcpClient())
            await gone.ConnectAsync(address, stop.Token);

        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"http://{address}/metrics"), stop.Token);
        Assert.Equal("text/plain; version=0.0.4", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains("sallyport_gate_accepted_total 0\n", await answer.Content.ReadAsStringAsync(stop.Token), StringComparison.Ordinal);

        await stop.CancelAsync();
        await running;
    }

    private Task<string> TextAsync() => gate.Loop.Ask(_ => new MetricsServer(gate.Services).Text());

    private static long Value(string text, string sample) =>
        long.Parse(text.Split('\n').Single(line => line.StartsWith(sample + " ", StringComparison.Ordinal))[(sample.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<name>[a-z_]+)(\\{[a-z]+=\"[^\"]*\"\\})? [0-9.]+$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HistogramSuffix();
}
