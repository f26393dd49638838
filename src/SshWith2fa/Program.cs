using SshWith2fa.Calls;
using SshWith2fa.Commands;
using SshWith2fa.Configuration;
using SshWith2fa.Platform;
using SshWith2fa.Terminal;

IPlatform platform = OperatingSystem.IsWindows() ? new WindowsPlatform() : new UnixPlatform();
var debug = false;
var ask = false;
var at = 0;
for (; at < args.Length; at++)
{
    if (args[at] == "--debug")
        debug = true;
    else if (args[at] == "--ask")
        ask = true;
    else
        break;
}
var call = new Invocation(args[Math.Min(at + 1, args.Length)..], debug, ask, platform, ClientPaths.Find(platform), TimeProvider.System, new StandardTerminal());
if (at == args.Length || args[at] is "--help" or "-h")
    return await HelpCommand.Run(call, CancellationToken.None);
if (args[at] is "--version")
    return await HelpCommand.Version(call, CancellationToken.None);
return CommandTable.Named(args[at]) is { } command
    ? await command.Run(call, CancellationToken.None)
    : call.Fail(ExitCodes.Usage, $"there is no command \"{args[at]}\"; see \"ssh-with-2fa help\"");
