using System.CommandLine;
using Sallyport.Authority.Configuration;

namespace Sallyport.Cli.Sshd;

/// <summary><c>sallyport sshd remove</c></summary>
internal static class SshdRemoveCommand
{
    public static Command Create()
    {
        var door = new DoorArguments();
        var command = new Command("remove", "Remove the outside sshd and restore what it replaced. Open sessions continue.");
        var config = new Option<string>("--config") { Description = "the authority's configuration", DefaultValueFactory = _ => AuthorityOptions.DefaultFile };
        command.Add(config);
        door.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var paths = door.Paths(parsed);
            IServices services = paths.IsOfTheMachine && SystemdServices.Runs ? new SystemdServices() : new NoServices();
            return await DoorArguments.TellAsync(parsed, DoorArguments.RefusalFor(paths) ?? await new SshdRemover(services, new DuoRegistration(AuthoritySettings.Load(parsed.GetValue(config)!).Options)).RemoveAsync(paths, cancel));
        });
        return command;
    }
}
