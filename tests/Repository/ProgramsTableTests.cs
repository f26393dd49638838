using System.Text.RegularExpressions;

namespace Repository;

/// <summary>The table "Programs" of docs/users/programs.md says what tests with the real programs showed: each row names them, and each of their programs is there.</summary>
public sealed partial class ProgramsTableTests
{
    private const string Folder = "tests/EndToEnd/Client/";

    private static readonly string[][] Rows =
    [
        .. Tree.Text("docs/users/programs.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)
            .Select(line => line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim()).ToArray()),
    ];

    [Fact]
    public void Each_row_names_tests_that_start_its_programs()
    {
        Assert.NotEmpty(Rows);
        foreach (var row in Rows)
        {
            Assert.Equal(4, row.Length);
            var classes = Quoted().Matches(row[3]).Select(m => m.Groups["word"].Value).ToArray();
            Assert.True(classes.Length > 0, $"{row[0]}: no test");
            var code = string.Concat(classes.SelectMany(name => Files(name, row[0])).Select(Tree.Text));
            foreach (var word in Quoted().Matches(row[0]).Select(m => m.Groups["word"].Value.Split(' ')[0]))
                Assert.True(code.Contains(word, StringComparison.Ordinal), $"{row[0]}: {word} is in none of {row[3]}");
        }
    }

    [Fact]
    public void Each_program_of_the_tests_has_its_row()
    {
        var code = Tree.Text(Folder + "ProgramsTests.cs");
        var started = Needed().Matches(code).Select(m => m.Groups["program"].Value).Distinct(StringComparer.Ordinal).ToArray();
        Assert.True(started.Length > 5, "the programs of ProgramsTests cannot be read");
        foreach (var program in started)
        {
            // A row of a library names the language that starts it.
            var name = program == "python3" ? "paramiko" : program;
            Assert.Contains(Rows, row => row[0].Contains($"`{name}`", StringComparison.Ordinal) && row[3].Contains("`ProgramsTests`", StringComparison.Ordinal));
        }
    }

    // A class's programs may be started by the site that it shares with others: OfficeSite.
    private static IEnumerable<string> Files(string name, string row)
    {
        var own = Folder + name + ".cs";
        Assert.True(Tree.Files.Contains(own), $"{row}: there is no {own}");
        return Tree.Files.Where(file => file == own || file == Folder + name.Replace("Tests", "Site", StringComparison.Ordinal) + ".cs");
    }

    [GeneratedRegex("`(?<word>[^`]+)`", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Quoted();

    [GeneratedRegex("((\\] = |Needs)\\(\"(?<program>[a-z0-9-]+)\"|InlineData\\(\"(?<program>[a-z0-9-]+)\", )", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Needed();
}
