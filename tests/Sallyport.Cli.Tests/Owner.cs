using System.Diagnostics;

namespace Sallyport.Cli.Tests;

/// <summary>Whoever runs the tests: their own group administers the authorities that they start.</summary>
internal static class Owner
{
    public static string Group()
    {
        using var id = Process.Start(new ProcessStartInfo("id", ["-gn"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var group = id.StandardOutput.ReadToEnd().Trim();
        id.WaitForExit();
        return group;
    }
}
