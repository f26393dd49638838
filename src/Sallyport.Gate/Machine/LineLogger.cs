using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Sallyport.Gate.Machine;

/// <summary>
/// One line per message on standard error: under systemd with the priority prefix that journald reads (sd-daemon(3)), otherwise with the time.
/// </summary>
internal sealed class LineLogger(TextWriter output, TimeProvider time, string? journalStream) : ILogger
{
    private readonly Lock sync = new();

    public static LineLogger ToStandardError(TimeProvider time) =>
        new(Console.Error, time, Environment.GetEnvironmentVariable("JOURNAL_STREAM"));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var prefix = journalStream is not null
            ? logLevel switch { >= LogLevel.Error => "<3>", LogLevel.Warning => "<4>", _ => "<6>" }
            : time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", CultureInfo.InvariantCulture);
        lock (sync)
            output.WriteLine(prefix + "gate: " + Text(state, exception, formatter));
    }

    private static string Text<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        state is IReadOnlyList<KeyValuePair<string, object?>> { Count: > 0 } values && values[^1] is { Key: "{OriginalFormat}", Value: string template }
            ? LogFields.Text(template, values)
            : LogFields.Printable(formatter(state, exception));
}
