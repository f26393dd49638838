using System.Net;

namespace SshWith2fa.Platform;

/// <summary>Windows: no exec and no control sockets, so a child with the console passed through, and the forwarded port.</summary>
internal sealed class WindowsPlatform : IPlatform
{
    public bool HasControlSockets => false;

    public string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public string UserName => Environment.UserName;

    public string OwnPath => Environment.ProcessPath ?? "ssh-with-2fa.exe";

    public string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    public bool IsTerminal(StandardStream stream) => stream switch
    {
        StandardStream.Input => !Console.IsInputRedirected,
        StandardStream.Output => !Console.IsOutputRedirected,
        _ => !Console.IsErrorRedirected,
    };

    public bool HasControllingTerminal => !Console.IsErrorRedirected || !Console.IsInputRedirected;

    public int Become(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables)
    {
        foreach (var (name, value) in extraVariables)
            Environment.SetEnvironmentVariable(name, value);
        // Ctrl-C belongs to ssh: the console sends it to both processes, and this one must live to return ssh's status.
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
        return Children.Run(program, arguments, []);
    }

    public int Run(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables) =>
        Children.Run(program, arguments, extraVariables);

    public CapturedRun RunHearing(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables) =>
        HeardChild.Run(program, arguments, extraVariables);

    public CapturedRun? Capture(string program, IReadOnlyList<string> arguments, TimeSpan atMost) => Children.Capture(program, arguments, atMost);

    public bool StartDetached(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            using var child = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { UseShellExecute = false, CreateNoWindow = true });
            return child is not null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    public IReadOnlyList<IPAddress> OwnAddresses() => Interfaces.Addresses();

    // Sessions are windows here: closing one is the person's.
    public bool IsSsh(int process) => IsRunning(process);

    public void Terminate(int process, string socket)
    {
    }

    public bool IsRunning(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
