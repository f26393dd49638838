using System.CommandLine;
using Sallyport.Cli.Doctor;
using Sallyport.Cli.Sshd;
using Sallyport.Cli.Sshd.Pam;

namespace Sallyport.Cli;

/// <summary><c>sallyport sshd</c>: the outside sshd of this machine.</summary>
internal static class SshdCommand
{
    public static Command Create() => new("sshd", "Manage the outside sshd: a second sshd that requires a second factor. The machine's own sshd is never touched.")
    {
        SshdInstallCommand.Create(),
        SshdRemoveCommand.Create(),
        SshdCheckCommand.Create(),
        PamTryCommand.Create(),
        PamTryCommand.CreateForLoginDuo(),
        OfferedKeyCommand.Create(),
        SessionBeginsCommand.Create(),
    };
}
