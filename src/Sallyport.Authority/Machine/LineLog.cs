using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Sallyport.Authority.Machine;

/// <summary>
/// The log as lines of text: time in UTC, level, id, sentence. One thread writes, many lines at a time; a login never waits for it. What a
/// flood brings beyond the bound is counted and not written: the audit has it all.
/// </summary>
internal sealed class LineLog : ILoggerProvider
{
    private const int MostWaiting = 8192;

    private readonly Channel<string> lines = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly TextWriter output;
    private readonly TimeProvider clock;
    private readonly Task writing;
    private long dropped;

    public LineLog(TextWriter output, TimeProvider clock)
    {
        (this.output, this.clock) = (output, clock);
        writing = Task.Run(WriteAsync);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    /// <summary>Writes what still waits.</summary>
    public void Dispose()
    {
        lines.Writer.TryComplete();
        writing.GetAwaiter().GetResult();
    }

    private void Add(LogLevel level, EventId id, string sentence, Exception? error)
    {
        var line = $"{clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Word(level)} {id.Id} {LogText.Line(sentence)}";
        if (error is not null)
            line += $": {error.GetType().Name}: {LogText.Line(error.Message.ReplaceLineEndings(" "))}";
        if (!lines.Writer.TryWrite(line))
            Interlocked.Increment(ref dropped);
    }

    private async Task WriteAsync()
    {
        var batch = new StringBuilder();
        while (await lines.Reader.WaitToReadAsync())
        {
            long count = 0;
            for (; batch.Length < 64 * 1024 && lines.Reader.TryRead(out var line); count++)
                batch.Append(line).Append('\n');
            var missing = Interlocked.Exchange(ref dropped, 0);
            if (missing > 0)
                batch.Append($"{clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} warn 1 {missing} lines were not written: too many at once, or nobody took them\n");
            try
            {
                await output.WriteAsync(batch);
                await output.FlushAsync();
            }
            catch (IOException)
            {
                // A full disk, or a reader that is gone for now: the next line that can be written says how many are missing.
                Interlocked.Add(ref dropped, missing + count);
            }

            batch.Clear();
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error or LogLevel.Critical => "error",
        _ => "debug",
    };

    private sealed class Logger(LineLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(logLevel, eventId, formatter(state, exception), exception);
    }
}
