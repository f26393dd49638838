using System.CommandLine;
using Sallyport.Cli.Authority;
using Sallyport.Cli.Doctor;
using Sallyport.Cli.Export;
using Sallyport.Cli.Factors;
using Sallyport.Cli.Gate;
using Sallyport.Cli.Hosts;
using Sallyport.Cli.Import;
using Sallyport.Cli.People;

namespace Sallyport.Cli;

/// <summary>
/// Every subcommand of <c>sallyport</c>, one line each. To add one: write <c>src/Sallyport.Cli/NameCommand.cs</c> with a static
/// <c>Create()</c> that returns a <see cref="Command"/> whose action returns <c>(int)ExitCode.…</c>, and add its line here.
/// </summary>
internal static class Commands
{
    public static RootCommand All() => new("Two-factor login for SSH: the authority, the gate, and their command line.")
    {
        // Of one's own.
        StatusCommand.Create(),
        TotpCommand.Create(),
        SkeyCommand.Create(),
        RecoveryCodesCommand.Create(),
        DeviceCommand.Create(),
        PortalCommand.Create(),

        // For administrators.
        UserCommand.Create(),
        WebOtpCommand.Create(),
        HostCommand.Create(),
        NetworkCommand.Create(),
        SiteCommand.Create(),
        AuditCommand.Create(),
        RolloutCommand.Create(),
        ImportCommand.Create(),
        ExportCommand.Create(),
        BackupCommand.Create(),
        RestoreCommand.Create(),
        KeyCommand.Create(),

        // The programs.
        Setup.SetupCommand.Create(CommandLine.RunAsync),
        ServeCommand.Create(),
        GateCommand.Create(),
        SshdCommand.Create(),
        PamCommand.Create(),
        CheckConfigCommand.Create(),
        DoctorCommand.Create(),
    };
}
