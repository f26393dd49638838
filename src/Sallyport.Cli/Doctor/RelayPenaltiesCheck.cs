using System.Runtime.CompilerServices;
using Sallyport.Cli.Doors;
using Sallyport.Cli.Sshd.Rules;

namespace Sallyport.Cli.Doctor;

/// <summary>
/// A gate that relays to an sshd of this machine under its own address makes all clients one source for it: from OpenSSH 9.8 on a few strangers'
/// wrong passwords shut out everybody.
/// </summary>
internal static class RelayPenaltiesCheck
{
    private const string Subject = "gate: penalties";

    public static async IAsyncEnumerable<Finding> Look(DoctorContext around, [EnumeratorCancellation] CancellationToken cancel)
    {
        var gate = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(around.ConfigFile))!, "gate.conf");
        if (!File.Exists(gate) || !RelaysUnderItsOwnAddress(await File.ReadAllLinesAsync(gate, cancel)))
            yield break;
        List<(string Sshd, string Config)> backends = [(new DoorPaths(DoorPaths.DefaultName, "/").Sshd, DoorPaths.MachineConfig), .. around.Doors.Select(door => (door.Paths.Sshd, door.Paths.Config))];
        foreach (var (sshd, config) in backends.Where(backend => File.Exists(backend.Config)))
        {
            if (await OpensshVersion.OfAsync(sshd, cancel) is not { HasPenalties: true })
                continue;
            var (values, _) = await EffectiveConfig.OfAsync(sshd, config, "user=nobody,host=127.0.0.1,addr=127.0.0.1,laddr=127.0.0.1,lport=22", cancel);
            if (values.GetValueOrDefault("persourcepenalties") is not null and not "no" && values.GetValueOrDefault("persourcepenaltyexemptlist") is null or "none")
            {
                yield return Finding.Note(
                    Subject,
                    $"the gate relays under its own address; if the sshd of {config} is behind it, a few wrong passwords from strangers shut out everybody",
                    "set PerSourcePenaltyExemptList with the gate's addresses and PerSourceMaxStartups none there (docs/operators/relay.md)");
            }
        }
    }

    private static bool RelaysUnderItsOwnAddress(IEnumerable<string> lines)
    {
        var settings = lines.Select(line => line.Split('#')[0].Split('=', 2, StringSplitOptions.TrimEntries)).Where(pair => pair.Length == 2).ToList();
        return settings.Any(pair => pair[0] == "backend" && pair[1].StartsWith("relay ", StringComparison.Ordinal)) && !settings.Any(pair => pair[0] == "relay-source" && pair[1] == "client");
    }
}
