using System.CommandLine;

namespace Sallyport.Cli.Sshd;

/// <summary><c>sallyport sshd remove</c></summary>
internal static class SshdRemoveCommand
{
    public static Command Create()
    {
        var door = new DoorArguments();
        var command = new Command("remove", "Remove the outside sshd and restore what it replaced. Open sessions continue.");
        door.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var paths = door.Paths(parsed);
            IServices services = paths.IsOfTheMachine && SystemdServices.Runs ? new SystemdServices() : new NoServices();
            return await DoorArguments.TellAsync(parsed, DoorArguments.RefusalFor(paths) ?? await new SshdRemover(services).RemoveAsync(paths, cancel));
        });
        return command;
    }
}
