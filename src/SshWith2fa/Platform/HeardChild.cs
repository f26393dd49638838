using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace SshWith2fa.Platform;

/// <summary>A child with the person's terminal, whose standard error passes through here byte by byte.</summary>
internal static class HeardChild
{
    private const int CannotStart = 127;
    private const int Kept = 64 * 1024;

    // A control master that the child left behind may hold the pipe open for good.
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(300);

    public static CapturedRun Run(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true };
            foreach (var (name, value) in extraVariables)
                start.Environment[name] = value;
            using var child = Process.Start(start);
            if (child is null)
                return new CapturedRun(CannotStart, "", "");
            var heard = new StringBuilder();
            var pump = Task.Run(() => Pump(child.StandardError.BaseStream, heard));
            child.WaitForExit();
            pump.Wait(LastWords);
            lock (heard)
                return new CapturedRun(child.ExitCode, "", heard.ToString());
        }
        catch (Win32Exception)
        {
            return new CapturedRun(CannotStart, "", "");
        }
    }

    private static void Pump(Stream from, StringBuilder heard)
    {
        using var person = Console.OpenStandardError();
        var bytes = new byte[4096];
        try
        {
            for (int count; (count = from.Read(bytes)) > 0;)
            {
                person.Write(bytes.AsSpan(0, count));
                lock (heard)
                    if (heard.Length < Kept)
                        heard.Append(Encoding.UTF8.GetString(bytes, 0, count));
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            // The child is gone, and with it what it had to say.
        }
    }
}
