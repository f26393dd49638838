using System.Net;
using System.Runtime.InteropServices;

namespace SshWith2fa.Platform;

/// <summary>Linux and macOS. Calls the C library directly: the framework's Process and Console would double the start-up time.</summary>
internal sealed class UnixPlatform : IPlatform
{
    private const int ReadWrite = 2;
    private static readonly TimeSpan PsBound = TimeSpan.FromSeconds(3);
    private readonly nint passwd = Native.GetPwUid(Native.GetUid());

    public bool HasControlSockets => true;

    // struct passwd: macOS has change and class before gecos.
    public string Home => PasswdText(OperatingSystem.IsMacOS() ? 48 : 32) ?? Environment.GetEnvironmentVariable("HOME") ?? "/";

    public string UserName => PasswdText(0) ?? "";

    public string OwnPath => Environment.ProcessPath ?? "ssh-with-2fa";

    public string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    public bool IsTerminal(StandardStream stream) => Native.IsATty((int)stream) == 1;

    public bool HasControllingTerminal
    {
        get
        {
            var terminal = Native.Open("/dev/tty", ReadWrite);
            if (terminal < 0)
                return false;
            _ = Native.Close(terminal);
            return true;
        }
    }

    public int Become(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables)
    {
        for (var i = 0; i < extraVariables.Count; i++)
            _ = Native.SetEnv(extraVariables[i].Name, extraVariables[i].Value, 1);
        Inheritance.Restore();
        Exec(program, arguments);
        return 127;
    }

    public int Run(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables) =>
        Children.Run(program, arguments, extraVariables);

    public CapturedRun RunHearing(string program, IReadOnlyList<string> arguments, IReadOnlyList<(string Name, string Value)> extraVariables) =>
        HeardChild.Run(program, arguments, extraVariables);

    public CapturedRun? Capture(string program, IReadOnlyList<string> arguments, TimeSpan atMost) => Children.Capture(program, arguments, atMost);

    public bool StartDetached(string program, IReadOnlyList<string> arguments)
    {
        Inheritance.CloseBehind();
        // setsid(1) is util-linux; where it is missing (macOS) nohup keeps the hangup away.
        var start = OperatingSystem.IsLinux() ? "setsid" : "nohup";
        return Children.Run("/bin/sh", ["-c", start + " \"$@\" </dev/null >/dev/null 2>&1 &", "sh", program, .. arguments], []) == 0;
    }

    public IReadOnlyList<IPAddress> OwnAddresses() => Interfaces.Addresses();

    public bool IsRunning(int process) => process > 0 && (Native.Kill(process, 0) == 0 || Marshal.GetLastSystemError() == 1);

    public bool IsSsh(int process) =>
        IsRunning(process) && (OperatingSystem.IsLinux() ? Ancestors.NameOf(process) == "ssh" : Path.GetFileName(Ps(process, "comm=").Trim()) == "ssh");

    // OpenSSH gives a master in the background the title "ssh: SOCKET [mux]"; one that is not there yet has it among its arguments.
    public void Terminate(int process, string socket)
    {
        if (process <= 1 || !IsSsh(process))
            return;
        var title = OperatingSystem.IsLinux() ? Files.ReadText($"/proc/{process}/cmdline") ?? "" : Ps(process, "command=");
        if (!title.Contains(socket, StringComparison.Ordinal))
            return;
        _ = Native.Kill(process, Native.SigTerm);
        // A stopped process takes the signal when it goes on.
        _ = Native.Kill(process, OperatingSystem.IsMacOS() ? Native.SigContMac : Native.SigCont);
    }

    private static string Ps(int process, string column) =>
        Children.Capture("ps", ["-ww", "-o", column, "-p", process.ToString(System.Globalization.CultureInfo.InvariantCulture)], PsBound)?.Output ?? "";

    private static unsafe void Exec(string program, IReadOnlyList<string> arguments)
    {
        var words = new nint[arguments.Count + 2];
        // As a shell would call it: scp and sftp put this name in front of their messages.
        words[0] = Marshal.StringToCoTaskMemUTF8(Path.GetFileName(program));
        for (var i = 0; i < arguments.Count; i++)
            words[i + 1] = Marshal.StringToCoTaskMemUTF8(arguments[i]);
        fixed (nint* first = words)
            _ = Native.ExecV(Marshal.StringToCoTaskMemUTF8(program), (nint)first);
    }

    private string? PasswdText(int offset) => passwd == 0 ? null : Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(passwd, offset));
}
