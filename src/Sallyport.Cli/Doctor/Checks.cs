namespace Sallyport.Cli.Doctor;

/// <summary>
/// Every check, one line each. To add one: write <c>src/Sallyport.Cli/Doctor/NameCheck.cs</c> with a static <c>Look</c> and add its line here.
/// </summary>
internal static class Checks
{
    /// <summary>What belongs to the machine and the authority.</summary>
    private static readonly Func<DoctorContext, CancellationToken, IAsyncEnumerable<Finding>>[] OfTheMachine =
    [
        ConfigurationCheck.Look,
        ClockCheck.Look,
        AuthorityCheck.Look,
        CodesAheadCheck.Look,
        SpellingCheck.Look,
        GroupsCheck.Look,
        PermissionsCheck.Look,
        DiskCheck.Look,
        PortalCheck.Look,
        DeliveryCheck.Look,
        OtherFactorsCheck.Look,
        PamFactorCheck.Look,
        LoginEnrolmentCheck.Look,
        RelayRoutingCheck.Look,
        RelayPenaltiesCheck.Look,
        UnixSocketCheck.Look,
    ];

    /// <summary>What belongs to one outside sshd.</summary>
    private static readonly Func<InstalledDoor, CancellationToken, IAsyncEnumerable<Finding>>[] OfADoor =
    [
        OpensshCheck.Look,
        PamServiceCheck.Look,
        FactorClientCheck.Look,
        SshdConfigCheck.Look,
        MachineRulesCheck.Look,
        ChangedFilesCheck.Look,
        PortCheck.Look,
    ];

    /// <summary>What would make it unsafe to start a door: it could be open without a second factor.</summary>
    private static readonly Func<InstalledDoor, CancellationToken, IAsyncEnumerable<Finding>>[] BeforeAStart =
    [
        OpensshCheck.Look,
        PamServiceCheck.Look,
        FactorClientCheck.Look,
        SshdConfigCheck.Look,
    ];

    public static async Task<IReadOnlyList<Finding>> AllAsync(DoctorContext context, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        foreach (var look in OfTheMachine)
            await CollectAsync(look(context, cancel), findings, cancel);
        foreach (var door in context.Doors)
            findings.AddRange(await OfAsync(door, cancel));
        return findings;
    }

    public static Task<IReadOnlyList<Finding>> OfAsync(InstalledDoor door, CancellationToken cancel) => RunAsync(OfADoor, door, cancel);

    public static Task<IReadOnlyList<Finding>> BeforeStartAsync(InstalledDoor door, CancellationToken cancel) => RunAsync(BeforeAStart, door, cancel);

    private static async Task<IReadOnlyList<Finding>> RunAsync(
        Func<InstalledDoor, CancellationToken, IAsyncEnumerable<Finding>>[] checks, InstalledDoor door, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        foreach (var look in checks)
            await CollectAsync(look(door, cancel), findings, cancel);
        return findings;
    }

    private static async Task CollectAsync(IAsyncEnumerable<Finding> found, List<Finding> findings, CancellationToken cancel)
    {
        await foreach (var finding in found.WithCancellation(cancel))
            findings.Add(finding);
    }
}
