using SshWith2fa.Calls;
using SshWith2fa.Platform;
using SshWith2fa.Programs;

namespace SshWith2fa.Commands;

/// <summary>Writes proxychains' file for today's SOCKS port, and runs a command through it when one is given.</summary>
internal static class ProxychainsCommand
{
    public const string Synopsis = "proxychains [--file PATH] [-- COMMAND...]";

    public static Task<int> Run(Invocation call, CancellationToken cancel)
    {
        var own = call.Arguments.TakeWhile(word => word != "--").ToArray();
        string[] command = [.. call.Arguments.Skip(own.Length + 1)];
        var flags = Flags.Read(own, [], ["--file"], mostOperands: 0);
        if (flags.Mistake is { } mistake)
            return Task.FromResult(call.Fail(ExitCodes.Usage, mistake));
        if (LocalPorts.Find(call) is not { } ports)
            return Task.FromResult(LocalPorts.NotSetUp(call));
        if (ports.Socks is not { } socks)
            return Task.FromResult(call.Fail(ExitCodes.Unavailable, ports.IsUp ? "the session has no SOCKS port today; \"ssh-with-2fa status\" shows what it has" : $"{ports.Site.Site} has no SOCKS port in its profile"));
        var file = flags.Value("--file") ?? Path.Combine(call.Paths.Configuration, "proxychains.conf");
        if (!ProxychainsFile.MayReplace(file))
            return Task.FromResult(call.Fail(ExitCodes.Failed, $"{file} exists and is not a file that this command wrote; name another"));
        try
        {
            Files.WritePrivate(Path.GetFullPath(file), ProxychainsFile.Text(socks));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Task.FromResult(call.Fail(ExitCodes.Failed, $"{file} cannot be written"));
        }
        if (command.Length == 0)
            return Task.FromResult(Show(call, ports, file));
        if (!ports.IsUp)
            return Task.FromResult(LocalPorts.NotUp(call));
        return Task.FromResult(Execute(call, file, command));
    }

    private static int Show(Invocation call, LocalPorts ports, string file)
    {
        call.Terminal.Print(file);
        call.Terminal.Say($"use it like this: proxychains4 -q -f {file} COMMAND{(ports.IsUp ? "" : " (when a session is up: ssh-with-2fa up)")}");
        return ExitCodes.Done;
    }

    private static int Execute(Invocation call, string file, string[] command)
    {
        foreach (var name in (string[])["proxychains4", "proxychains"])
            if (RealPrograms.Find(name, call.Platform) is { } program)
                return call.Platform.Become(program, [.. name == "proxychains4" ? (string[])["-q"] : [], "-f", file, .. command], []);
        return call.Fail(ExitCodes.Unavailable, "there is no proxychains4 in PATH; install proxychains-ng");
    }
}
