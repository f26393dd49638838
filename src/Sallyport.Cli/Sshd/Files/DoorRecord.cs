using System.Text.Json;
using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Sshd.Files;

/// <summary>What the installer remembers of a door: how it was installed, and what it wrote.</summary>
/// <param name="Order">The order's word.</param>
/// <param name="Openssh">The release of OpenSSH that the files were written for.</param>
/// <param name="Port">The port.</param>
/// <param name="Sshd">The real sshd's path.</param>
/// <param name="Written">Paths with the fingerprints of what was written there.</param>
/// <param name="Trusted">Networks where a public key is taken as well; null in records of earlier versions.</param>
/// <param name="MachineConfig">The configuration whose rules were taken over; null in records of earlier versions.</param>
/// <param name="LeftOut">Rules that were left out.</param>
/// <param name="DayKeys">How it asks about day keys; null where it does not.</param>
internal sealed record DoorRecord(
    string Order, string Openssh, int Port, string Sshd, IReadOnlyDictionary<string, string> Written,
    IReadOnlyList<string>? Trusted = null, string? MachineConfig = null, IReadOnlyList<string>? LeftOut = null, KeyQuestion? DayKeys = null)
{
    private const string FileName = "door.json";

    public static DoorRecord? Find(DoorPaths paths)
    {
        var file = File(paths);
        return System.IO.File.Exists(file) ? JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(file), SavedJson.Default.DoorRecord) : null;
    }

    public static DoorRecord Of(Door door, IEnumerable<WantedFile> files) => new(
        OrderNames.Of(door.Order), door.Openssh.ToString(), door.Port, door.Paths.Sshd,
        files.ToDictionary(file => file.Path, file => file.Fingerprint, StringComparer.Ordinal),
        [.. door.Trusted.Select(network => network.ToString())], door.MachineConfig, door.LeftOut, door.DayKeys);

    public static string File(DoorPaths paths) => Path.Combine(paths.State, FileName);

    /// <summary>The names of all doors of this machine.</summary>
    public static IReadOnlyList<string> Names(DoorPaths anyDoor) => Directory.Exists(anyDoor.States)
        ? [.. Directory.EnumerateDirectories(anyDoor.States).Where(f => System.IO.File.Exists(Path.Combine(f, FileName))).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Takes away all that is remembered of a door.</summary>
    public static void Forget(DoorPaths paths)
    {
        Directory.Delete(paths.State, recursive: true);
        if (!Directory.EnumerateFileSystemEntries(paths.States).Any())
            Directory.Delete(paths.States);
    }

    /// <summary>Paths that somebody changed or took away since.</summary>
    public IReadOnlyList<string> Changed() =>
        [.. Written.Where(w => WantedFile.FingerprintOf(w.Key) != w.Value).Select(w => w.Key).Order(StringComparer.Ordinal)];

    /// <summary>The file as one more thing that an installation writes.</summary>
    public WantedFile ToFile(DoorPaths paths) =>
        WantedFile.Text(File(paths), JsonSerializer.Serialize(this, SavedJson.Default.DoorRecord) + "\n");
}
