using System.ComponentModel;
using System.Diagnostics;

namespace Sallyport.Cli.Import;

/// <summary>Runs a program of the machine and takes what it prints; secrets travel in the pipe alone.</summary>
internal static class OtherProgram
{
    /// <summary>What the program printed, with its exit code; null when it is not installed.</summary>
    public static async Task<(int Code, string Output)?> RunAsync(string program, string[] arguments, CancellationToken cancel)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            var errors = process.StandardError.ReadToEndAsync(cancel);
            var output = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            _ = await errors;
            return (process.ExitCode, output);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
