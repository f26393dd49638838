using System.Net;
using SshWith2fa.Platform;

namespace SshWith2fa.Tests;

/// <summary>A system made of answers: Linux, macOS or Windows as the test likes it.</summary>
internal sealed class PlayedPlatform : IPlatform
{
    public bool HasControlSockets { get; set; } = true;

    public string Home { get; set; } = "/home/ann";

    public string UserName { get; set; } = "ann";

    public string OwnPath { get; set; } = "/opt/ssh-with-2fa";

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public HashSet<StandardStream> Terminals { get; } = [];

    public bool HasControllingTerminal { get; set; }

    public List<IPAddress> Addresses { get; } = [];

    public HashSet<int> Running { get; } = [];

    /// <summary>Every program run, in order: the program, then its arguments.</summary>
    public List<string[]> Ran { get; } = [];

    public Func<string, IReadOnlyList<string>, CapturedRun?> OnCapture { get; set; } = (_, _) => null;

    public Func<string, IReadOnlyList<string>, int> OnRun { get; set; } = (_, _) => 0;

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public bool IsTerminal(StandardStream stream) => Terminals.Contains(stream);

    public int Become(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables)
    {
        Ran.Add([program, .. arguments]);
        return OnRun(program, arguments);
    }

    public int Run(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables) => Become(program, arguments, extraVariables);

    /// <summary>What a program run with its errors heard leaves behind: the program, its arguments and the value of DUO_PASSCODE.</summary>
    public Func<string, IReadOnlyList<string>, string?, CapturedRun> OnHear { get; set; } = (_, _, _) => new CapturedRun(0, "", "");

    public CapturedRun RunHearing(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables)
    {
        Ran.Add([program, .. arguments]);
        return OnHear(program, arguments, extraVariables.FirstOrDefault(variable => variable.Name == "DUO_PASSCODE").Value);
    }

    public CapturedRun? Capture(string program, IReadOnlyList<string> arguments, TimeSpan atMost)
    {
        Ran.Add([program, .. arguments]);
        return OnCapture(program, arguments);
    }

    public bool StartDetached(string program, IReadOnlyList<string> arguments)
    {
        Ran.Add([program, .. arguments]);
        return true;
    }

    public IReadOnlyList<IPAddress> OwnAddresses() => Addresses;

    public bool IsRunning(int process) => Running.Contains(process);

    public bool IsSsh(int process) => Running.Contains(process);

    public void Terminate(int process, string socket) => Running.Remove(process);
}
