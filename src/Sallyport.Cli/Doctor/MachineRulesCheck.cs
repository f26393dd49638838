using System.Runtime.CompilerServices;
using Sallyport.Cli.Sshd;
using Sallyport.Cli.Sshd.Rules;

namespace Sallyport.Cli.Doctor;

/// <summary>What the machine's own sshd forbids the outside one forbids too.</summary>
internal static class MachineRulesCheck
{
    /// <summary>What differs by design, besides what the door decides by itself.</summary>
    private static readonly HashSet<string> Incidental = new(StringComparer.Ordinal) { "pidfile", "subsystem", "acceptenv", "forcecommand", "maxstartups", "hostkey" };

    public static async IAsyncEnumerable<Finding> Look(InstalledDoor door, [EnumeratorCancellation] CancellationToken cancel)
    {
        var subject = door.Name + ": rules";
        if (door.Record.MachineConfig is not { } machine || !File.Exists(machine) || !File.Exists(door.Paths.Config))
            yield break;
        var rules = MachineRules.Read(machine, door.Order, door.Record.LeftOut ?? [], door.KeySource);
        var own = SshdFile.Read(door.Paths.Config);
        var missing = rules.Global.Where(line => !own.Global.Any(other => other.Text == line.Text)).Select(line => line.Text)
            .Concat(rules.Blocks.SelectMany(block => block.Lines
                .Where(line => !own.Blocks.Any(other => other.Criteria == block.Criteria && other.Lines.Any(l => l.Text == line.Text)))
                .Select(line => $"{block.Head}: {line.Text}")))
            .Concat(rules.Refused.Select(rule => $"{rule.Rule} ({rule.Why})"))
            .ToList();
        foreach (var rule in missing)
            yield return Finding.Wrong(subject, $"only the machine's own sshd has: {rule}", "install again: " + door.Again);
        foreach (var rule in door.Record.LeftOut ?? [])
            yield return Finding.Note(subject, $"left out by --leave-out: {rule}", "nothing, if this is intended");

        var differences = new HashSet<string>(StringComparer.Ordinal);
        foreach (var connection in await Connections.OfAsync(SshdFile.Read(machine).Blocks.Concat(own.Blocks), cancel))
        {
            var (inside, _) = await EffectiveConfig.OfAsync(door.Paths.Sshd, machine, connection, cancel);
            var (outside, _) = await EffectiveConfig.OfAsync(door.Paths.Sshd, door.Paths.Config, connection, cancel);
            foreach (var (keyword, value) in inside.Where(pair => MachineRules.IsTaken(pair.Key, door.Order, door.KeySource) && !Incidental.Contains(pair.Key)))
            {
                if (outside.GetValueOrDefault(keyword, "none") is var other && other != value && differences.Add(keyword))
                    yield return Finding.Note(subject, $"{keyword} is {value} inside and {other} outside, for {connection.Split(',')[0]}", $"nothing, if this is intended; the site's own lines are in {door.Paths.SiteFolder}");
            }

            foreach (var (keyword, value) in outside.Where(pair => MachineRules.IsTaken(pair.Key, door.Order, door.KeySource) && !Incidental.Contains(pair.Key) && !inside.ContainsKey(pair.Key)))
            {
                if (inside.Count > 0 && differences.Add(keyword))
                    yield return Finding.Note(subject, $"only the outside sshd has: {keyword} {value}", $"nothing, if this is intended; the site's own lines are in {door.Paths.SiteFolder}");
            }
        }

        if (missing.Count == 0 && differences.Count == 0)
            yield return Finding.Fine(subject, $"what {machine} forbids, {door.Paths.Config} forbids too");
    }
}
