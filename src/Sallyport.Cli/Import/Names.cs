using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import;

/// <summary>Whose a key is: who the administrator says, else the owner of the device, else whom the file names.</summary>
/// <param name="For">Everything is this person's; null: as the files say.</param>
/// <param name="Owners">The users of devices, by serial number.</param>
/// <param name="StripAt">Whether the at sign and what stands behind it comes off the name that a file gives.</param>
internal sealed record Names(string? For, IReadOnlyDictionary<string, string> Owners, bool StripAt)
{
    public string? Of(FoundKey key) => For
        ?? (key.Serial is { } serial && Owners.TryGetValue(serial, out var owner) ? owner : Stripped(key.Who));

    /// <summary>Reads lines of a serial number and a user, with a comma between.</summary>
    public static Dictionary<string, string> ReadOwners(string text)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, fields) in Files.Csv.Records(text))
        {
            if (fields is [var serial, var user, ..] && user.Trim().Length > 0)
                owners.TryAdd(serial.Trim(), user.Trim());
        }

        return owners;
    }

    private string? Stripped(string? name) =>
        StripAt && name?.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? name[..at] : name;
}
