namespace SshWith2fa.Calls;

/// <summary>
/// The options of one of our own commands: <c>--name</c>, <c>--name VALUE</c>, <c>--name=VALUE</c>, then operands. Written by hand
/// because a parser library adds 4 ms to every start (docs/decisions/0030).
/// </summary>
internal sealed class Flags
{
    private readonly Dictionary<string, string?> given = new(StringComparer.Ordinal);
    private readonly List<string> operands = [];

    private Flags(string? mistake) => Mistake = mistake;

    /// <summary>The sentence about the first thing that was not understood; null when all was.</summary>
    public string? Mistake { get; private set; }

    public IReadOnlyList<string> Operands => operands;

    public bool Has(string name) => given.ContainsKey(name);

    public string? Value(string name) => given.GetValueOrDefault(name);

    /// <param name="arguments">What was typed.</param>
    /// <param name="switches">Names without a value, e.g. "--json".</param>
    /// <param name="valued">Names with one.</param>
    /// <param name="mostOperands">More operands than that are a mistake.</param>
    public static Flags Read(IReadOnlyList<string> arguments, IReadOnlyList<string> switches, IReadOnlyList<string> valued, int mostOperands)
    {
        var flags = new Flags(null);
        for (var i = 0; i < arguments.Count && flags.Mistake is null; i++)
        {
            var word = arguments[i];
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                flags.operands.Add(word);
                continue;
            }
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word : word[..equals];
            if (switches.Contains(name, StringComparer.Ordinal) && equals < 0)
                flags.given[name] = null;
            else if (!valued.Contains(name, StringComparer.Ordinal))
                flags.Mistake = $"{name} is not an option of this command; see \"ssh-with-2fa help\"";
            else if (equals >= 0)
                flags.given[name] = word[(equals + 1)..];
            else if (++i < arguments.Count)
                flags.given[name] = arguments[i];
            else
                flags.Mistake = $"{name} needs a value";
        }
        if (flags.Mistake is null && flags.operands.Count > mostOperands)
            flags.Mistake = $"\"{flags.operands[mostOperands]}\" is an extra argument; see \"ssh-with-2fa help\"";
        return flags;
    }
}
