using System.Diagnostics.CodeAnalysis;

namespace SshWith2fa.Arguments;

/// <summary>One option as it stood on the command line; <paramref name="Value"/> is null where the letter takes none.</summary>
internal sealed record Option(char Letter, string? Value);

/// <summary>BSD getopt, as OpenSSH carries it: stops at the first operand, knows "--", never reorders.</summary>
internal sealed class GetOpt(string letters, IReadOnlyList<string> arguments, int start)
{
    private int inside; // position within a cluster such as -Nfv, 0 outside one

    /// <summary>Index of the first argument not yet read.</summary>
    public int Index { get; private set; } = start;

    /// <summary>True once "--" was read: OpenSSH then looks for no options behind the host.</summary>
    public bool Terminated { get; private set; }

    /// <summary>True when a letter was unknown or its argument missing; the real program will say so itself.</summary>
    public bool Failed { get; private set; }

    public bool TryNext([NotNullWhen(true)] out Option? option)
    {
        option = null;
        if (Failed || Terminated)
            return false;
        if (inside == 0)
        {
            if (Index >= arguments.Count)
                return false;
            var word = arguments[Index];
            if (word.Length < 2 || word[0] != '-')
                return false;
            if (word == "--")
            {
                Index++;
                Terminated = true;
                return false;
            }
            inside = 1;
        }
        return Read(arguments[Index], out option);
    }

    private bool Read(string word, [NotNullWhen(true)] out Option? option)
    {
        option = null;
        var letter = word[inside++];
        var at = letter is ':' or '-' ? -1 : letters.IndexOf(letter, StringComparison.Ordinal);
        if (at < 0)
        {
            Failed = true;
            return false;
        }
        var takesValue = at + 1 < letters.Length && letters[at + 1] == ':';
        var value = takesValue && inside < word.Length ? word[inside..] : null;
        if (takesValue || inside >= word.Length)
        {
            inside = 0;
            Index++;
        }
        if (takesValue && value is null)
        {
            if (Index >= arguments.Count)
            {
                Failed = true;
                return false;
            }
            value = arguments[Index++];
        }
        option = new Option(letter, value);
        return true;
    }
}
