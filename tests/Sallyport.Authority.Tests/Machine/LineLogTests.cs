using System.Text;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Tests.Machine;

public sealed class LineLogTests
{
    [Fact]
    public async Task lines_that_a_full_disk_did_not_take_are_counted_and_the_next_are_written()
    {
        using var disk = new FullDisk();
        using (var log = new LineLog(disk, new TestClock()))
        {
            var logger = log.CreateLogger("any");
            Write(logger, "the first");
            await disk.Refused.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            Write(logger, "the second");
        }

        var lines = disk.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(lines, line => line.EndsWith("the second", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("1 lines were not written", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("the first", StringComparison.Ordinal));
    }

    private static void Write(ILogger logger, string line) => logger.Log(LogLevel.Warning, default, line, null, (text, _) => text);

    /// <summary>Takes nothing the first time.</summary>
    private sealed class FullDisk : StringWriter
    {
        private int writes;

        public SemaphoreSlim Refused { get; } = new(0);

        public override Task WriteAsync(StringBuilder? value, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Increment(ref writes) > 1)
                return base.WriteAsync(value, cancellationToken);
            Refused.Release();
            return Task.FromException(new IOException("no space left on device"));
        }

        protected override void Dispose(bool disposing)
        {
            Refused.Dispose();
            base.Dispose(disposing);
        }
    }
}
