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
            foreach (var (name, value) in extraVariables) start.Environment[name] = value;
            using var child = Process.Start(start);
            if (child is null) return CannotStart;
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
            if (child is null) return null;
            child.StandardInput.Close();
            var output = child.StandardOutput.ReadToEndAsync();
            var errors = child.StandardError.ReadToEndAsync();
            if (!child.WaitForExit(atMost))
            {
                child.Kill(entireProcessTree: true);
                return null;
            }
            return new CapturedRun(child.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
