using System.CommandLine;
using Sallyport.Cli.Doctor;
using Sallyport.Cli.PamServices;

namespace Sallyport.Cli;

/// <summary><c>sallyport pam</c>: the second factor in other programs of this machine.</summary>
internal static class PamCommand
{
    public static Command Create() => new("pam", "Ask for the second factor in sudo and at the console.")
    {
        PamInstallCommand.Create(),
        PamInstallCommand.CreateRemove(),
        PamCheckCommand.Create(),
    };
}
