using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Files;

namespace Sallyport.Cli.Doctor;

/// <summary>An outside sshd that stands on this machine.</summary>
internal sealed record InstalledDoor(DoorPaths Paths, DoorRecord Record)
{
    public string Name => Paths.Name;

    public Order Order => OrderNames.TryParse(Record.Order) ?? Order.CodeFirst;

    public KeySource KeySource => Record.DayKeys is null ? KeySource.Accounts : KeySource.Authority;

    public string Again => $"sallyport sshd install --name {Name} --order {Record.Order} --port {Record.Port} (with the same options as the first time)";

    public static IReadOnlyList<InstalledDoor> All(string prefix) =>
        [.. DoorRecord.Names(new DoorPaths(DoorPaths.DefaultName, prefix)).Select(name => Find(name, prefix)).OfType<InstalledDoor>()];

    public static InstalledDoor? Find(string name, string prefix)
    {
        var paths = new DoorPaths(name, prefix);
        return DoorRecord.Find(paths) is { } record ? new InstalledDoor(paths with { Sshd = record.Sshd }, record) : null;
    }
}
