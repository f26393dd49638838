using System.CommandLine;
using Sallyport.Authority.Configuration;

namespace Sallyport.Cli.Doctor;

/// <summary><c>sallyport doctor</c>: what is wrong on this machine, and how to mend it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config") { Description = "the authority's configuration", DefaultValueFactory = _ => AuthorityOptions.DefaultFile };
        var prefix = new Option<string>("--prefix") { Description = "the --prefix that was given to sshd install", DefaultValueFactory = _ => "/" };
        var command = new Command("doctor", "Check clock, sockets, PAM services, sshd configurations, permissions, ports, portal, delivery, groups and disk; say what is wrong and how to fix it.")
        {
            config, prefix, Report.Json,
        };
        command.SetAction(async (parsed, cancel) =>
            await Report.WriteAsync(parsed, await Checks.AllAsync(DoctorContext.Look(parsed.GetValue(config)!, parsed.GetValue(prefix)!), cancel)));
        return command;
    }
}
