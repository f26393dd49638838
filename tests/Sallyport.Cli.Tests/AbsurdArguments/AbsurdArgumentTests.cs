using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Tests.AbsurdArguments;

/// <summary>
/// Every argument and every option of every command with every value of <see cref="AbsurdValues"/>: it ends, with a documented exit code, in
/// sentences; and what failed has written nothing. The commands are those of the program: a new one needs no line here.
/// </summary>
[CollectionDefinition(nameof(AbsurdArgumentTests), DisableParallelization = true)]
[Collection(nameof(AbsurdArgumentTests))]
public sealed partial class AbsurdArgumentTests(RunningSite site)
{
    private static readonly RootCommand Root = Commands.All();

    private static readonly TimeSpan NoLonger = TimeSpan.FromSeconds(30);

    /// <summary>An option that several commands have in common is tried with every value at one of them.</summary>
    public static TheoryData<string, string, bool> Rows()
    {
        var (rows, seen) = (new TheoryData<string, string, bool>(), new HashSet<Symbol>());
        foreach (var (path, command) in All(Root, []))
        {
            rows.Add(string.Join(' ', path), "", false);
            foreach (var symbol in Symbols(command))
                rows.Add(string.Join(' ', path), symbol.Name, seen.Add(symbol));
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Absurd_values_end_in_a_sentence(string command, string symbol, bool all)
    {
        Console.SetIn(TextReader.Null);
        var path = command.Split(' ');
        var found = All(Root, []).Single(c => string.Join(' ', c.Path) == command).Command;
        var faults = new List<string>();
        var values = symbol.Length == 0 ? [("nothing", "")] : AbsurdValues.In(site.Place)
            .Where(v => (all || AbsurdValues.Worst.Contains(v.Name)) && !IsThisMachine(symbol, v.Value)).ToList();
        var before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = Path.Combine(site.Place, "folder");
        try
        {
            foreach (var (name, value) in values)
            {
                if (await FaultOf(Filling.Line(site, found, path, Symbols(found).FirstOrDefault(s => s.Name == symbol), value)) is { } fault)
                    faults.Add($"{name}: {fault}");
            }
        }
        finally
        {
            Environment.CurrentDirectory = before;
        }

        Assert.True(faults.Count == 0, $"sallyport {command} {symbol}\n{string.Join('\n', faults)}");
    }

    [Fact]
    public async Task Only_what_can_be_a_name_becomes_one()
    {
        foreach (var (_, value) in AbsurdValues.In(site.Place))
        {
            foreach (var command in new[] { "add", "lock", "unlock" })
                await CommandLine.RunAsync(["user", command, "--socket", site.Socket, "--", value], TextWriter.Null, TextWriter.Null);
            await CommandLine.RunAsync(["host", "add", "--socket", site.Socket, "--", value], TextWriter.Null, TextWriter.Null);
        }

        foreach (var list in new[] { "user", "host" })
        {
            var output = new StringWriter();
            Assert.Equal(0, await CommandLine.RunAsync([list, "list", "--json", "--socket", site.Socket], output, output));
            using var entries = JsonDocument.Parse(output.ToString());
            var names = entries.RootElement.EnumerateArray().Select(entry => entry.GetProperty("name").GetString()!).ToList();
            Assert.DoesNotContain(names, name => name is "lock" or "unlock" or "add" or "." or ".." || name.Any(c => c is '/' or ' ' || char.IsControl(c)) || name.Length > 256);
        }
    }

    /// <summary>The one value that is not absurd: the tests leave this machine's own door alone.</summary>
    private static bool IsThisMachine(string symbol, string value) => symbol == "--prefix" && value == "/";

    private async Task<string?> FaultOf(string[] line)
    {
        var before = site.Contents();
        var (output, error) = (new StringWriter(), new StringWriter());
        int code;
        try
        {
            code = await Task.Run(() => CommandLine.RunAsync(line, output, error)).WaitAsync(NoLonger);
        }
        catch (TimeoutException)
        {
            return "it does not end";
        }
        catch (Exception thrown)
        {
            return $"it throws {thrown.GetType().Name}: {Start(thrown.Message)} {thrown.StackTrace?.Split('\n')[0]}";
        }

        var said = error.ToString();
        if (!Enum.IsDefined((ExitCode)code))
            return $"exit code {code} is not documented";
        if (code == 0)
            return null;
        if (before != site.Contents())
            return $"it failed and has written: {Start(said)}";
        // The gate speaks through its log, which is the process's standard error.
        if (line[0] != "gate" && said.Trim().Length == 0 && output.ToString().Trim().Length == 0)
            return $"exit code {code} without a word";
        return Unfit(said) is { } unfit ? $"{unfit}: {Start(said)}" : null;
    }

    private static string? Unfit(string said)
    {
        if (Trace().IsMatch(said))
            return "it speaks of its own code";
        if (said.Split('\n').Any(line => line.Length > 2500))
            return "a line is too long to read";
        return said.Any(c => char.IsControl(c) && c is not ('\n' or '\r')) ? "a control character reaches the terminal" : null;
    }

    [GeneratedRegex(@"^\s+at |Exception\b|System\.|Parameter '|nullable|Nullable", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Trace();

    private static string Start(string text) => JsonSerializer.Serialize(text.Length <= 300 ? text : text[..300] + "...");

    private static IEnumerable<Symbol> Symbols(Command command) =>
        command.Arguments.Concat<Symbol>(command.Options.Where(o => o.Arity.MaximumNumberOfValues > 0 && o.ValueType != typeof(bool)));

    /// <summary>What the program starts for itself is hidden, and gets no argument of a person.</summary>
    private static IEnumerable<(IReadOnlyList<string> Path, Command Command)> All(Command command, IReadOnlyList<string> path) =>
        command.Subcommands.Where(c => !c.Hidden).SelectMany(c => All(c, [.. path, c.Name])
            .Concat(c.Action is null ? [] : new[] { (Path: (IReadOnlyList<string>)[.. path, c.Name], Command: c) }));
}
