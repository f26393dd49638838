using System.Globalization;
using System.Text;

namespace Sallyport.Authority.Metrics.Instruments;

/// <summary>Prometheus' text format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4";

    private readonly StringBuilder text = new();

    public PrometheusText Gauge(string name, string help, double value) => Head(name, "gauge", help).Line(name, value);

    public PrometheusText Counter(string name, string help, double value) => Head(name, "counter", help).Line(name, value);

    public PrometheusText Counter(string name, string help, IEnumerable<(string Labels, long Count)> counts)
    {
        Head(name, "counter", help);
        foreach (var (labels, count) in counts)
            Line(name + labels, count);
        return this;
    }

    public PrometheusText Histogram(string name, string help, LatencyHistogram histogram)
    {
        var counts = histogram.Counts();
        Head(name, "histogram", help);
        for (var bucket = 0; bucket < counts.UpTo.Length; bucket++)
            Line(string.Create(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"{LatencyHistogram.Bounds[bucket]}\"}}"), counts.UpTo[bucket]);
        return Line(name + "_bucket{le=\"+Inf\"}", counts.All).Line(name + "_sum", counts.Sum.TotalSeconds).Line(name + "_count", counts.All);
    }

    public override string ToString() => text.ToString();

    private PrometheusText Head(string name, string type, string help)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        return this;
    }

    private PrometheusText Line(string name, double value)
    {
        text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
        return this;
    }
}
