using System.CommandLine;
using Sallyport.Cli.Sshd;

namespace Sallyport.Cli.Doctor;

/// <summary><c>sallyport sshd check</c></summary>
internal static class SshdCheckCommand
{
    public static Command Create()
    {
        var door = new DoorArguments();
        var beforeStart = new Option<bool>("--before-start") { Description = "check only what could let people in without a second factor (the unit runs this)" };
        var command = new Command("check", "Explain the outside sshd: what is right, what is wrong and how to fix it.") { beforeStart, Report.Json };
        door.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var paths = door.Paths(parsed);
            if (InstalledDoor.Find(paths.Name, parsed.GetValue(door.Prefix)!) is not { } installed)
                return await DoorArguments.TellAsync(parsed, InstallOutcome.Refused($"there is no outside sshd {paths.Name}; create it with: sallyport sshd install"));
            var findings = parsed.GetValue(beforeStart)
                ? await Checks.BeforeStartAsync(installed, cancel)
                : await Checks.OfAsync(installed, cancel);
            return await Report.WriteAsync(parsed, findings);
        });
        return command;
    }
}
