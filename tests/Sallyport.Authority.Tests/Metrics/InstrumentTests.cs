using Sallyport.Authority.Metrics.Instruments;

namespace Sallyport.Authority.Tests.Metrics;

/// <summary>What is counted, as Prometheus' text format has it.</summary>
public sealed class InstrumentTests
{
    [Fact]
    public void a_time_counts_in_its_bucket_and_in_all_longer_ones()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromMilliseconds(2.5));
        histogram.Add(TimeSpan.FromMilliseconds(2.6));
        histogram.Add(TimeSpan.FromSeconds(6));

        var text = new PrometheusText().Histogram("t_seconds", "Times.", histogram).ToString();

        Assert.StartsWith("# HELP t_seconds Times.\n# TYPE t_seconds histogram\nt_seconds_bucket{le=\"0.001\"} 0\nt_seconds_bucket{le=\"0.0025\"} 1\nt_seconds_bucket{le=\"0.005\"} 2\n", text, StringComparison.Ordinal);
        Assert.EndsWith("t_seconds_bucket{le=\"5\"} 2\nt_seconds_bucket{le=\"+Inf\"} 3\nt_seconds_sum 6.0051\nt_seconds_count 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void a_counter_has_a_line_for_each_combination_of_its_labels()
    {
        var counter = new LabelledCounter<(string Outcome, string Host)>(key => LabelSet.Of(["outcome", "host"], [key.Outcome, key.Host]));
        counter.Add(("allowed", "door"));
        counter.Add(("refused", "door"));
        counter.Add(("allowed", "door"));

        var text = new PrometheusText().Counter("n_total", "Numbers.", counter.All()).ToString();

        Assert.Equal("# HELP n_total Numbers.\n# TYPE n_total counter\nn_total{outcome=\"allowed\",host=\"door\"} 2\nn_total{outcome=\"refused\",host=\"door\"} 1\n", text);
    }

    [Fact]
    public void a_label_stays_a_label_whatever_is_in_it() =>
        Assert.Equal("{host=\"a\\\"b\\\\c\\nd\"}", LabelSet.Of(["host"], ["a\"b\\c\nd"]));

    [Fact]
    public async Task counts_by_many_threads_are_all_there()
    {
        var (counter, histogram) = (new LabelledCounter<string>(by => LabelSet.Of(["by"], [by])), new LatencyHistogram());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                counter.Add("thread");
                histogram.Add(TimeSpan.FromMilliseconds(i));
            }
        })));

        Assert.Equal(("{by=\"thread\"}", 8000), Assert.Single(counter.All()));
        Assert.Equal(8000, histogram.Counts().All);
    }
}
