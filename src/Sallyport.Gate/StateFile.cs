using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;
using Sallyport.Settings;

namespace Sallyport.Gate;

/// <summary>
/// What must survive a restart: known sources, running penalties, bans. A text file, written anew and renamed into place, so that it is whole or old:
/// <code>
/// sallyport-gate-state 1
/// good-host 192.0.2.7 1795195401                      (the last success, seconds)
/// good-network 192.0.2.0/24 1795195401
/// penalty 198.51.100.66 1795198000 6 wrong-user       (until, points, for what)
/// ban 203.0.113.0/24 1795198000
/// </code>
/// </summary>
internal static class StateFile
{
    private const string FirstLine = "sallyport-gate-state 1";

    /// <summary>A state with more penalties than this is a flood's; the longest of them are kept.</summary>
    private const int MostPenalties = 100_000;

    private const long MaxBytes = 32 << 20;

    public static string Text(AdmissionControl admission, IEnumerable<RunningPenalty> penalties, Moment now)
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        foreach (var (key, at) in admission.GoodHosts.Snapshot())
            text.Append(CultureInfo.InvariantCulture, $"good-host {SourceText.Text(SourceText.Network(SourceLevel.Host, key))} {at}\n");
        foreach (var (key, at) in admission.GoodNetworks.Snapshot())
            text.Append(CultureInfo.InvariantCulture, $"good-network {SourceText.Text(SourceText.Network(SourceLevel.Network, key))} {at}\n");
        foreach (var penalty in penalties.OrderByDescending(penalty => penalty.Until).Take(MostPenalties))
            text.Append(CultureInfo.InvariantCulture, $"penalty {SourceText.Text(penalty.Network)} {penalty.Until} {penalty.Score} {penalty.Reason.Word()}\n");
        foreach (var (network, until) in admission.Bans.All.Where(ban => ban.Until > now.Seconds))
            text.Append(CultureInfo.InvariantCulture, $"ban {SourceText.Text(network)} {until}\n");
        return text.ToString();
    }

    /// <summary>Takes what is still valid; a line that is not understood is skipped and counted.</summary>
    public static (int Good, int Penalties, int Skipped) Read(string text, AdmissionControl admission, Moment now)
    {
        var (good, penalties, skipped) = (0, 0, 0);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var words = line.Split(' ');
            if (words.Length < 3 || Cidr.TryParse(words[1]) is not { } network || !uint.TryParse(words[2], NumberStyles.None, null, out var time))
                skipped++;
            else if (words[0] == "good-host" && time <= now.Seconds)
                (good, _) = (good + 1, Add(admission.GoodHosts, SourceAddress.From(network.BaseAddress).HostKey, time));
            else if (words[0] == "good-network" && time <= now.Seconds)
                Add(admission.GoodNetworks, SourceAddress.From(network.BaseAddress).NetworkKey, time);
            else if (words[0] == "penalty" && words.Length == 5 && byte.TryParse(words[3], NumberStyles.None, null, out var score))
                penalties += Restore(admission.Memory, network, time, score, EnumNames.AnyOutcome(words[4]), now) ? 1 : 0;
            else if (words[0] == "ban")
                admission.Bans.TryAdd(network, time, now);
            else
                skipped++;
        }

        return (good, penalties, skipped);
    }

    /// <summary>True when the file may be written from now on: it was a state, or there was none. A file that is something else is left alone.</summary>
    public static bool Load(string path, AdmissionControl admission, Moment now, ILogger log)
    {
        try
        {
            if (!File.Exists(path))
                return true;
            var text = new FileInfo(path).Length <= MaxBytes ? File.ReadAllText(path) : "";
            if (!text.StartsWith(FirstLine + "\n", StringComparison.Ordinal))
            {
                log.StateNotLoaded(path, "this is not a state file of the gate; it is left alone, and no state is saved: name another file in state = …");
                return false;
            }

            var (good, penalties, skipped) = Read(text, admission, now);
            log.StateLoaded(good, penalties);
            if (skipped > 0)
                log.StateNotLoaded(path, $"{skipped} lines were not understood");
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.StateNotLoaded(path, fault.Message);
            return false;
        }
    }

    public static void Save(string path, string text, ILogger log)
    {
        try
        {
            var fresh = path + ".new";
            using (var stream = new FileStream(fresh, new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                stream.Write(Encoding.ASCII.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(fresh, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.StateNotSaved(path, fault.Message);
        }
    }

    private static int Add(GoodSources sources, ulong key, uint time)
    {
        sources.Add(key, time);
        return sources.Count;
    }

    private static bool Restore(SourceMemory memory, IPNetwork network, uint until, byte score, LoginOutcome? reason, Moment now)
    {
        if (until <= now.Seconds || until > now.Seconds + (7 * 86_400) || reason is null)
            return false;
        memory.Restore(network, until, score, reason.Value, now);
        return true;
    }
}
