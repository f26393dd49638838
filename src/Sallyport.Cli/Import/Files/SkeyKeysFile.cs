using System.Globalization;
using System.Text.RegularExpressions;
using Sallyport.Cli.Import.Keys;
using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Cli.Import.Files;

/// <summary>
/// <c>/etc/opiekeys</c> and <c>/etc/skeykeys</c>: user, number, seed and the value of the last line used; NetBSD names the hash before the
/// number unless it is MD4. The next line that a login asks for is the one below that number, and so it goes on here.
/// </summary>
internal sealed partial class SkeyKeysFile : IKeyFileFormat
{
    public string Name => "skeykeys";

    public string? Module => "pam_opie";

    public bool Recognises(KeyFile file) =>
        file.Head.Split('\n').FirstOrDefault(line => !IsLeftOut(line)) is { } first && Line().IsMatch(first);

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        foreach (var (number, line) in file.Lines())
        {
            if (!IsLeftOut(line))
                yield return Read(new FoundKey($"line {number}", line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries)[0]), Line().Match(line), file);
        }
    }

    private static FoundKey Read(FoundKey entry, Match line, KeyFile file)
    {
        if (!line.Success)
            return entry with { Refusal = "the line does not have user, number, seed and hash" };
        if (line.Groups["hash"].Value[0] == '*')
            return entry with { Refusal = "the user is disabled in the file; create a new sheet" };
        if (Algorithm(line.Groups["algorithm"].Value, file) is not { } name)
            return entry with { Refusal = "the file does not name its hash; give it with --skey-hash md4 or --skey-hash md5" };
        if (SkeyAlgorithmName.Parse(name) is not { } algorithm)
            return entry with { Refusal = "the hash is not MD4, MD5 or SHA-1; create a new sheet" };
        if (SkeySeed.Parse(line.Groups["seed"].Value) is not { } seed)
            return entry with { Refusal = "the seed does not have 1 to 16 letters and digits; create a new sheet" };

        var next = int.Parse(line.Groups["number"].Value, CultureInfo.InvariantCulture) - 1;
        return next is < 1 or > SkeySheet.MaxLines
            ? entry with { Refusal = "the sheet has no lines left; create a new one" }
            : entry with { Skey = new SkeySequence(algorithm, seed, next, Rules.Factors.Skey.SkeyHash.FromBytes(Convert.FromHexString(line.Groups["hash"].Value))) { IsCalculated = true } };
    }

    /// <summary>OPIE's calculators take MD5 where nobody says otherwise, S/KEY's and NetBSD's MD4.</summary>
    private static string? Algorithm(string inLine, KeyFile file) => inLine.Length > 0
        ? inLine
        : file.SkeyHash ?? (file.Name.Contains("opie", StringComparison.OrdinalIgnoreCase) ? "md5" : file.Name.Contains("skey", StringComparison.OrdinalIgnoreCase) ? "md4" : null);

    private static bool IsLeftOut(string line) => string.IsNullOrWhiteSpace(line) || line.StartsWith('#');

    [GeneratedRegex(@"^\s*\S+\s+((?<algorithm>[A-Za-z][A-Za-z0-9-]*)\s+)?(?<number>[0-9]{1,5})\s+(?<seed>\S+)\s+(?<hash>[0-9A-Fa-f]{16}|\*{16})(\s|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
