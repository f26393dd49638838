using SshWith2fa.Arguments;
using SshWith2fa.Calls;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Session;

namespace SshWith2fa.Passcode;

/// <summary>
/// One connection for both tries, so that the password is asked for once: a control master of its own, that lives for a minute at most. scp and
/// sftp forbid their ssh to become one (OpenSSH 10.0 on), so for them it is started first; a second factor that follows the login is not asked of it. Not where the person has one already, nor for several hosts, nor on Windows.
/// </summary>
internal sealed class SharedLogin : IDisposable
{
    // sun_path holds 104 bytes on macOS; ssh appends 17 while it makes the socket.
    private const int LongestPath = 86;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);
    private readonly string? socket;

    private SharedLogin(string? socket) => this.socket = socket;

    public IEnumerable<string> Options => socket is null ? [] : ["ControlMaster=auto", "ControlPath=" + socket.Replace("%", "%%", StringComparison.Ordinal), "ControlPersist=60"];

    public static SharedLogin For(Invocation call, CarriedCommand command)
    {
        var path = Path.Combine(call.Paths.Runtime, "passcode" + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (!call.Platform.HasControlSockets || path.Length > LongestPath || !IsFree(call, command.Line))
            return new SharedLogin(null);
        Files.MakePrivateDirectory(call.Paths.Runtime);
        return new SharedLogin(path);
    }

    /// <summary>Logs in ahead of scp and sftp, which then find the master there. The exit status of a login that failed; 0 otherwise.</summary>
    public int Open(Invocation call, CarriedCommand command)
    {
        if (socket is null || File.Exists(socket) || command.Program is not (CarriedProgram.Scp or CarriedProgram.Sftp) || command.Line.Has('S'))
            return 0;
        // A master sends on for its clients only the variables that its own SendEnv names.
        var arguments = Options.Prepend("ControlMaster=yes").Append("SendEnv=" + Factor.Variable).SelectMany(option => (string[])["-o", option]).Concat(Connection(command.Line));
        return call.Platform.Run(RealPrograms.Find("ssh", call.Platform)!, [.. arguments, "-N", "--", command.Line.Destinations[0].Host], [SessionStarter.Routed]);
    }

    // What of the options of scp and sftp says how to connect, as ssh spells it.
    private static IEnumerable<string> Connection(CommandLine line)
    {
        foreach (var option in line.Options)
        {
            if ("46C".Contains(option.Letter, StringComparison.Ordinal))
                yield return "-" + option.Letter;
            else if ("ciFJo".Contains(option.Letter, StringComparison.Ordinal) && option.Value is { } value)
            {
                yield return "-" + option.Letter;
                yield return value;
            }
        }
        if (line.Port is { } port)
        {
            yield return "-p";
            yield return port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        if (line.User is not { } user)
            yield break;
        yield return "-l";
        yield return user;
    }

    public void Dispose()
    {
        if (socket is null || !File.Exists(socket))
            return;
        using (var master = ControlSocket.Connect(socket, Bound, out _))
            master?.End();
        Files.Delete(socket);
    }

    private static bool IsFree(Invocation call, CommandLine line)
    {
        if (line.Destinations.Select(destination => destination.Host).Distinct(StringComparer.OrdinalIgnoreCase).ToArray() is not [var host])
            return false;
        if (line.Has('M') || (line.Program != SshProgram.Scp && line.Has('S')) || RealPrograms.Find("ssh", call.Platform) is not { } ssh)
            return false;
        var options = line.Options.Where(option => option.Letter is 'o' or 'F' && option.Value is not null).SelectMany(option => (string[])["-" + option.Letter, option.Value!]);
        var resolved = call.Platform.Capture(ssh, ["-G", .. options, "--", host], Bound);
        if (resolved is not { ExitStatus: 0 })
            return false;
        var own = resolved.Output.Split('\n').FirstOrDefault(setting => setting.StartsWith("controlpath ", StringComparison.Ordinal));
        return own is null or "controlpath none";
    }
}
