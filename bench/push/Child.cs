using System.Diagnostics;
using System.Globalization;

namespace PushBench;

/// <summary>The authority's process, as it is seen from outside.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process process;
    private readonly SemaphoreSlim line = new(1);

    private Child(Process process, int port, string root) => (this.process, Port, Root) = (process, port, root);

    public int Port { get; }

    /// <summary>The file of the root certificate.</summary>
    public string Root { get; }

    /// <summary>MiB in memory.</summary>
    public long Resident
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / (1024 * 1024);
        }
    }

    public static async Task<Child> StartAsync(int people)
    {
        var started = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve", $"{people}"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var words = (await started.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the authority did not start")).Split(' ');
        return new Child(started, int.Parse(words[0], CultureInfo.InvariantCulture), words[1]);
    }

    public async Task<string> AskAsync(string question)
    {
        await line.WaitAsync();
        try
        {
            await process.StandardInput.WriteLineAsync(question);
            return await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the authority is gone");
        }
        finally
        {
            line.Release();
        }
    }

    /// <summary>How long it took, and how much of a processor the authority used meanwhile.</summary>
    public async Task<(TimeSpan Elapsed, TimeSpan Cpu)> MeasureAsync(Func<Task> work)
    {
        process.Refresh();
        var (watch, before) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        await work();
        process.Refresh();
        return (watch.Elapsed, process.TotalProcessorTime - before);
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        line.Dispose();
    }
}
