using System.Diagnostics;

namespace SshWith2fa.Platform;

/// <summary>Programs run as children, for everything that is not the one exec a call ends in.</summary>
internal static class Children
{
    private const int CannotStart = 127;

    public static int Run(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false };
            foreach (var (name, value) in extraVariables)
                start.Environment[name] = value;
            using var child = Process.Start(start);
            if (child is null)
                return CannotStart;
            child.WaitForExit();
            return child.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return CannotStart;
        }
    }

    public static CapturedRun? Capture(string program, IReadOnlyList<string> arguments, TimeSpan atMost)
    {
        try
        {
            using var child = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            if (child is null)
                return null;
            child.StandardInput.Close();
            // Threads, not the pool: a busy machine's pool is late, and what the child said would count as not said.
            var start = TimeProvider.System.GetTimestamp();
            var (output, errors) = (new Reading(child.StandardOutput), new Reading(child.StandardError));
            if (!child.WaitForExit(atMost))
            {
                child.Kill(entireProcessTree: true);
                return null;
            }
            // A grandchild may hold the pipes: what is there by then counts.
            var left = atMost - TimeProvider.System.GetElapsedTime(start);
            return new CapturedRun(child.ExitCode, output.Text(left), errors.Text(left));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private sealed class Reading
    {
        private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(500);
        private readonly Thread thread;
        private string? text;

        public Reading(StreamReader from)
        {
            thread = new Thread(() => Read(from)) { IsBackground = true };
            thread.Start();
        }

        public string Text(TimeSpan atMost)
        {
            thread.Join(atMost > Least ? atMost : Least);
            return Volatile.Read(ref text) ?? "";
        }

        private void Read(StreamReader from)
        {
            try
            {
                Volatile.Write(ref text, from.ReadToEnd());
            }
            catch (Exception fault) when (fault is IOException or ObjectDisposedException)
            {
                // Closed while it was read: the child was given up.
            }
        }
    }
}
