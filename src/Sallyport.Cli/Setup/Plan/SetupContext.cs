using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Setup.Machine;
using Sallyport.Cli.Sshd;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Setup.Plan;

/// <summary>What the steps have at hand.</summary>
internal sealed record SetupContext
{
    /// <summary>What is wanted now.</summary>
    public required SetupAnswers Answers { get; init; }

    /// <summary>What the last finished run was told; null before the first.</summary>
    public required SetupAnswers? Previous { get; init; }

    public required SetupPaths Paths { get; init; }

    public required DoorPaths DoorPaths { get; init; }

    public required SetupRecord Record { get; init; }

    public required ISystemAccounts Accounts { get; init; }

    public required ISiteServices Services { get; init; }

    /// <summary>The release of the machine's OpenSSH; null where there is none.</summary>
    public required OpensshVersion? Openssh { get; init; }

    /// <summary>The path of this command.</summary>
    public required string Program { get; init; }

    /// <summary>How long port 22 is taken before somebody must confirm it.</summary>
    public TimeSpan ConfirmWithin { get; init; } = TimeSpan.FromMinutes(10);

    public string MachineConfig { get; init; } = DoorPaths.MachineConfig;

    /// <summary>The outside door as these answers want it.</summary>
    public Door DoorOf(SetupAnswers answers) => new()
    {
        Paths = DoorPaths,
        Order = OrderNames.TryParse(answers.Order) ?? Order.CodeFirst,
        Port = answers.Port,
        Listen = [.. answers.Listen.Select(IPAddress.Parse)],
        Trusted = [.. answers.Trusted.Select(IPNetwork.Parse)],
        HostKeys = answers.HostKeys.Count > 0 ? [.. answers.HostKeys] : SshdInstallCommand.MachineKeys(),
        MachineConfig = MachineConfig,
        LeftOut = [.. answers.LeaveOut],
        Openssh = Openssh ?? throw new CommandFailure(ExitCode.Failed, $"{DoorPaths.Sshd} is not an OpenSSH server; install it with: apt-get install openssh-server"),
    };

    /// <summary>The authority's configuration as it lies on the disk.</summary>
    public AuthorityOptions Options()
    {
        var (options, faults) = AuthoritySettings.Load(Paths.Configuration);
        return faults.Count == 0 ? options : throw new CommandFailure(ExitCode.Configuration, string.Join("; ", faults));
    }
}
