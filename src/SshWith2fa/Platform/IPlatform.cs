namespace SshWith2fa.Platform;

/// <summary>What differs between systems, and what a test must be able to play: nothing else goes through here.</summary>
internal interface IPlatform
{
    /// <summary>True where OpenSSH has control sockets (not on Windows).</summary>
    bool HasControlSockets { get; }

    /// <summary>The directory OpenSSH takes for "~": the one of the password database on Unix, whatever HOME says.</summary>
    string Home { get; }

    /// <summary>The login name OpenSSH uses where none is given.</summary>
    string UserName { get; }

    /// <summary>Full path of this very program, as configuration files name it.</summary>
    string OwnPath { get; }

    string? Variable(string name);

    bool IsTerminal(StandardStream stream);

    /// <summary>True when questions can reach a person even if the standard streams are redirected (/dev/tty, a console).</summary>
    bool HasControllingTerminal { get; }

    /// <summary>
    /// Becomes the program (Unix: does not return) or runs it as a child with the console passed through (Windows) and returns its
    /// exit status. Extra variables are added to the environment.
    /// </summary>
    int Become(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables);

    /// <summary>Runs a program with the person's terminal and waits; its exit status, 127 when it cannot be started.</summary>
    int Run(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables);

    /// <summary>As <see cref="Run"/>, but listens to its standard error, which goes on to the person unchanged. Output is empty.</summary>
    CapturedRun RunHearing(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables);

    /// <summary>Runs a program out of sight and returns its exit status and output; stopped after the time, then null.</summary>
    CapturedRun? Capture(string program, IReadOnlyList<string> arguments, TimeSpan atMost);

    /// <summary>Starts a program that outlives this one and has no terminal.</summary>
    bool StartDetached(string program, IReadOnlyList<string> arguments);

    /// <summary>Addresses of this machine's own interfaces, loopback left out.</summary>
    IReadOnlyList<System.Net.IPAddress> OwnAddresses();

    /// <summary>True while a process with that number is there.</summary>
    bool IsRunning(int process);

    /// <summary>True while a process with that number is there and is an ssh: numbers are used again.</summary>
    bool IsSsh(int process);

    /// <summary>Ends a control master by its number. A process whose title does not name that control socket is left alone: numbers are used again.</summary>
    void Terminate(int process, string socket);
}

internal enum StandardStream
{
    Input = 0,
    Output = 1,
    Error = 2,
}

/// <summary>What a program left behind.</summary>
internal sealed record CapturedRun(int ExitStatus, string Output, string Errors);
