using System.Text.RegularExpressions;
using SshWith2fa.Calls;
using SshWith2fa.Commands;

namespace SshWith2fa.Tests.Commands;

/// <summary>
/// Every command with everything that people and scripts pass by mistake, as a word and as the value of each of its options: it ends with a
/// documented exit code and a sentence, and what failed has written nothing. A new command or option needs no line here.
/// </summary>
[CollectionDefinition(nameof(AbsurdArgumentTests), DisableParallelization = true)]
[Collection(nameof(AbsurdArgumentTests))]
public sealed partial class AbsurdArgumentTests : IDisposable
{
    /// <summary>The longest argument that Linux passes to a program, without its final zero.</summary>
    private const int LongestArgument = 128 * 1024 - 1;

    private static readonly TimeSpan NoLonger = TimeSpan.FromSeconds(60);
    private static readonly int[] Documented = [ExitCodes.Done, ExitCodes.Failed, ExitCodes.Usage, ExitCodes.BadData, ExitCodes.Unavailable, 126, 127, 254, ExitCodes.NoConnection];

    private readonly SetUpSite site = new();
    private readonly string folder = Environment.CurrentDirectory;

    public static TheoryData<string> Names => [.. CommandTable.All.Select(command => command.Name)];

    public AbsurdArgumentTests() => Environment.CurrentDirectory = Directory.CreateDirectory(Path.Combine(site.Paths.Home, "here")).FullName;

    public void Dispose()
    {
        Environment.CurrentDirectory = folder;
        site.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Absurd_values_end_in_a_sentence(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        var command = CommandTable.Named(name)!;
        MakePrograms();
        var faults = new List<string>();
        foreach (var value in Values())
        {
            foreach (var words in Lines(command, value))
            {
                if (await FaultOf(command, words) is { } fault) faults.Add($"{string.Join(' ', words.Select(word => word.Length > 60 ? word[..60] + "..." : word))}: {fault}");
            }
        }

        Assert.True(faults.Count == 0, $"ssh-with-2fa {name}\n{string.Join('\n', faults)}");
    }

    private async Task<string?> FaultOf(Command command, string[] words)
    {
        var before = Contents();
        var call = site.Call(words);
        var (said, printed) = (site.Terminal.Said.Count, site.Terminal.Printed.Count);
        int code;
        try
        {
            code = await Task.Run(() => command.Run(call, CancellationToken.None)).WaitAsync(NoLonger);
        }
        catch (TimeoutException)
        {
            return "it does not end";
        }
        catch (Exception thrown)
        {
            return $"it throws {thrown.GetType().Name}: {thrown.Message[..Math.Min(thrown.Message.Length, 200)]} {thrown.StackTrace?.Split('\n')[0]}";
        }

        if (!Documented.Contains(code)) return $"exit code {code} is not documented";
        if (code == 0) return null;
        if (!command.Internal && before != Contents()) return $"exit code {code}, and it has written";
        // What ssh_config calls answers by its exit code alone.
        if (!command.Internal && said == site.Terminal.Said.Count && printed == site.Terminal.Printed.Count) return $"exit code {code} without a word";
        return site.Terminal.Said.Skip(said).FirstOrDefault(line => Trace().IsMatch(line)) is { } trace ? $"it speaks of its own code: {trace}" : null;
    }

    private static IEnumerable<string[]> Lines(Command command, string value)
    {
        yield return [value];
        yield return [value, value];
        foreach (var option in Option().Matches(command.Synopsis).Select(match => match.Value).Distinct(StringComparer.Ordinal))
        {
            yield return [option];
            yield return [option, value];
            yield return [$"{option}={value}", "dora"];
        }
    }

    private IEnumerable<string> Values()
    {
        var place = Path.GetDirectoryName(site.Paths.Home)!;
        var binary = Path.Combine(place, "binary");
        if (!File.Exists(binary)) File.WriteAllBytes(binary, [.. Enumerable.Range(0, 8192).Select(i => (byte)(1 + i * 7919 % 255))]);
        return
        [
            "", " ", ".", "..", "/", "/proc", "/proc/nothing-here", "/proc/self/mem", Device("full"), Device("zero"), "/etc/passwd/below", place, Path.Combine(place, "missing/file"), binary,
            new string('x', LongestArgument), string.Concat(Enumerable.Repeat("/x", LongestArgument / 2)), "\u0001\u001b[2J\u007f\r\n\u0085\ufffd", "-", "--", "-1", "0", "99999999999999999999", "NaN", "1e999",
            "https://", "https://user:pw@[::1]:99999/", "../dora", "a b", "%s%n{0}{", "dora", "dora:", ":", "@", "user@@dora",
        ];
    }

    /// <summary>By a link of the test's: a program that replaces what it was given would replace the machine's device.</summary>
    private string Device(string name)
    {
        var link = Path.Combine(Path.GetDirectoryName(site.Paths.Home)!, name);
        if (!Path.Exists(link)) File.CreateSymbolicLink(link, "/dev/" + name);
        return link;
    }

    /// <summary>What would be run is only written down by the played platform, but it has to be found.</summary>
    private void MakePrograms()
    {
        var programs = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(site.Paths.Home)!, "bin")).FullName;
        foreach (var name in new[] { "ssh", "scp", "sftp", "xpra", "proxychains4", "chromium" })
        {
            File.WriteAllText(Path.Combine(programs, name), "\u007fELF");
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(programs, name), (UnixFileMode)0b111_101_101);
        }

        site.Platform.Variables["PATH"] = programs;
    }

    private string Contents() => string.Join('\n', new DirectoryInfo(Path.GetDirectoryName(site.Paths.Home)!).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
        .Select(entry => entry is FileInfo { LinkTarget: null } file ? $"{entry.FullName} {file.Length}" : entry.FullName).Order(StringComparer.Ordinal));

    [GeneratedRegex("--[a-z-]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Option();

    [GeneratedRegex(@"^\s+at |Exception\b|System\.|Parameter '", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Trace();
}
