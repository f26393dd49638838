using System.Diagnostics;
using System.Globalization;

namespace Sallyport.Cli.Import;

/// <summary>A line that fills up; nothing where no person looks on, or where there is little to wait for.</summary>
internal sealed class ProgressBar(TextWriter output, int total, bool isShown)
{
    private const int Width = 40;
    private const int WorthShowing = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private long last;
    private bool written;

    public void Show(int done)
    {
        if (!isShown || total < WorthShowing)
            return;
        lock (gate)
        {
            if (done < total && written && Stopwatch.GetElapsedTime(last) < Pause)
                return;
            (last, written) = (Stopwatch.GetTimestamp(), true);
            var full = (int)((long)done * Width / total);
            output.Write(string.Create(CultureInfo.InvariantCulture, $"\r[{new string('#', full)}{new string('.', Width - full)}] {done:N0} of {total:N0} people"));
            output.Flush();
        }
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        if (written)
            output.WriteLine();
    }
}
