using System.Text.RegularExpressions;

namespace Repository;

/// <summary>What the house has decided about itself, kept by a test each.</summary>
public sealed partial class HouseRules
{
    private const int MostLines = 500;

    private static readonly Dictionary<string, string[]> References = new(StringComparer.Ordinal)
    {
        ["src/Sallyport.Rules"] = [],
        ["src/Sallyport.Settings"] = [],
        ["src/Sallyport.Profile"] = [],
        ["src/Sallyport.Authority"] = ["Sallyport.Profile", "Sallyport.Rules", "Sallyport.Settings"],
        ["src/Sallyport.Gate"] = ["Sallyport.Settings"],
        ["src/Sallyport.Cli"] = ["Sallyport.Authority", "Sallyport.Gate", "Sallyport.Profile", "Sallyport.Settings"],
        ["src/SshWith2fa"] = ["Sallyport.Profile"],
    };

    [Fact]
    public void Projects_refer_one_way()
    {
        foreach (var project in Tree.Files.Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            var folder = Path.GetDirectoryName(project)!;
            var found = ProjectReference().Matches(Tree.Text(project)).Select(m => m.Groups["name"].Value).Order();
            Assert.Equal(References[folder].Order(), found);
        }
    }

    [Fact]
    public void A_project_compiles_its_own_files_alone()
    {
        foreach (var project in Tree.Files.Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".csproj", StringComparison.Ordinal)))
            Assert.Empty(CodeOfProject.Open(Path.GetDirectoryName(project)!).Outside);
    }

    [Fact]
    public void The_rules_have_no_packages_no_clock_and_no_io()
    {
        Assert.DoesNotContain("PackageReference", Tree.Text("src/Sallyport.Rules/Sallyport.Rules.csproj"), StringComparison.Ordinal);
        foreach (var file in Tree.Code.Where(f => f.StartsWith("src/Sallyport.Rules/", StringComparison.Ordinal)))
            Assert.DoesNotMatch(@"TimeProvider|System\.IO|RandomNumberGenerator|HttpClient|Console\.|Environment\.|await ", Tree.Text(file));
    }

    [Fact]
    public void No_file_of_code_is_longer_than_five_hundred_lines()
    {
        foreach (var file in Tree.Code)
            Assert.True(Tree.Text(file).Count(c => c == '\n') <= MostLines, $"{file} has more than {MostLines} lines");
    }

    [Fact]
    public void No_name_says_nothing()
    {
        foreach (var file in Tree.Files)
            Assert.DoesNotMatch(@"(?i)(^|/)(utilit(y|ies)|helpers?|common|misc|managers?|models)(/|\.cs$)", file);
    }

    /// <summary>The framework's own members keep the names that it gave them.</summary>
    [Fact]
    public void A_cancellation_token_is_called_cancel()
    {
        foreach (var file in Tree.Code.Where(f => f.StartsWith("src/", StringComparison.Ordinal)))
            Assert.DoesNotMatch(@"CancellationToken\?? (?!cancel\b|cancellationToken\b|stoppingToken\b)[a-z]\w*[,)]", Tree.Text(file));
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        foreach (var file in Tree.Code.Where(f => !f.StartsWith("tests/Repository/", StringComparison.Ordinal)))
            Assert.DoesNotMatch(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK:|Skip *= *""|#region", Tree.Text(file));
    }

    [Fact]
    public void Every_path_that_a_document_names_is_there()
    {
        foreach (var document in Tree.Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal)))
        {
            foreach (Match match in RepositoryPath().Matches(Tree.Text(document)))
                Assert.True(Path.Exists(Path.Combine(Tree.Root, match.Groups["path"].Value)), $"{document} names {match.Groups["path"].Value}, which is not there");
        }
    }

    [Fact]
    public void Every_package_says_why_it_is_there()
    {
        foreach (var line in Tree.Text("Directory.Packages.props").Split('\n').Where(l => l.Contains("<PackageVersion", StringComparison.Ordinal)))
            Assert.Matches("<!-- .{10,} -->", line);
    }

    [Fact]
    public void The_commands_can_be_run()
    {
        foreach (var command in new[] { "demo", "test", ".ci/run" })
            Assert.True(Tree.IsExecutable(command), $"{command} is not executable");
    }

    [Fact]
    public void No_file_names_a_place_of_one_machine()
    {
        foreach (var file in Tree.Files.Where(f => !f.StartsWith("tests/Repository/", StringComparison.Ordinal) && new FileInfo(Path.Combine(Tree.Root, f)).Length < 1 << 20))
            Assert.DoesNotMatch(@"(^|[^A-Za-z0-9_.])/(work|farm)/|/tmp/wt/|api\.nuget\.org|registry\.npmjs", Tree.Text(file));
    }

    [GeneratedRegex(@"<ProjectReference Include=""[^""]*/(?<name>[^/""]+)\.csproj""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ProjectReference();

    [GeneratedRegex(@"`(?<path>(?:src|tests|bench|docs|packaging)/[A-Za-z0-9_./-]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RepositoryPath();
}
