using Sallyport.Authority.Audit;
using Sallyport.Cli.Terminal;
using Sallyport.Rules.Audit;

namespace Sallyport.Cli.Tests;

/// <summary>What scripts rely on: golden lists that may only grow.</summary>
public sealed class ContractTests
{
    [Fact]
    public void Audit_kinds_keep_their_numbers_and_names() =>
        OnlyGrows("audit-kinds.txt", Enum.GetValues<AuditKind>().Select(k => $"{(int)k} {AuditNames.Of(k)}"));

    [Fact]
    public void Exit_codes_keep_their_numbers() =>
        OnlyGrows("exit-codes.txt", Enum.GetValues<ExitCode>().Select(c => $"{(int)c} {c}"));

    [Fact]
    public void Every_command_of_the_golden_list_is_still_there() =>
        OnlyGrows("commands.txt", Paths(Commands.All(), "sallyport"));

    [Theory]
    [MemberData(nameof(AllCommands))]
    public async Task Every_command_has_help(string command)
    {
        var output = new StringWriter();

        var code = await CommandLine.RunAsync([.. command.Split(' ')[1..], "--help"], output, output);

        Assert.Equal(0, code);
        Assert.Contains("Usage:", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_stands_in_the_man_page()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "man", "sallyport.1")).Replace("\\-", "-", StringComparison.Ordinal);
        foreach (var word in Paths(Commands.All(), "sallyport").Select(p => p.Split(' ')[^1]))
            Assert.Contains(word, page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_exit_code_is_explained_in_the_man_page_and_no_other()
    {
        var status = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "man", "sallyport.1")).Split(".SH \"EXIT STATUS\"")[1].Split(".SH")[0];
        var explained = status.Split(".TP\n", StringSplitOptions.RemoveEmptyEntries).Where(entry => entry.TrimStart() is [>= '0' and <= '9', ..]).Select(entry => int.Parse(entry.TrimStart().Split('\n')[0], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Enum.GetValues<ExitCode>().Select(code => (int)code), explained);
    }

    public static TheoryData<string> AllCommands() => [.. Paths(Commands.All(), "sallyport")];

    private static IEnumerable<string> Paths(System.CommandLine.Command command, string path) =>
        command.Subcommands.Where(c => !c.Hidden).SelectMany(c => Paths(c, $"{path} {c.Name}")).Prepend(path);

    private static void OnlyGrows(string file, IEnumerable<string> present)
    {
        var golden = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "contracts", file));
        Assert.Equal(golden, present.Intersect(golden));
        Assert.True(present.Count() == golden.Length, $"new entries belong into tests/vectors/contracts/{file}: {string.Join(", ", present.Except(golden))}");
    }
}
