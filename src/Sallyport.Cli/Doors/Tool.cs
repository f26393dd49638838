using System.ComponentModel;
using System.Diagnostics;

namespace Sallyport.Cli.Doors;

/// <summary>A program of the system, run to its end. Nothing secret goes into its arguments.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The same for a program that may be missing: then null.</summary>
    public static async Task<ToolResult?> RunIfInstalledAsync(string name, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        try
        {
            return await RunAsync(name, arguments, cancel);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new IOException($"{start.FileName} could not be started");
        }
        catch (Win32Exception refused)
        {
            throw new IOException($"{start.FileName} could not be started: {new Win32Exception(refused.NativeErrorCode).Message.ToLowerInvariant()}", refused);
        }
    }

    /// <exception cref="IOException">It cannot be started.</exception>
    public static async Task<ToolResult> RunAsync(string path, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(path)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["LC_ALL"] = "C.UTF-8";

        using var process = Started(start);
        process.StandardInput.Close();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new ToolResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}

internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;
}
