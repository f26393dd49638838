using System.Text.RegularExpressions;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Hosting;
using Sallyport.Authority.Storage.Sqlite;

namespace Sallyport.Cli.Tests;

/// <summary>
/// Each file in Transcripts is a session with a fresh authority: <c>$ command</c>, then what it prints; <c>! </c> before a line of standard
/// error, <c>? n</c> for an exit code other than 0, <c>{*}</c> for what differs from run to run. A new case is a new file.
/// </summary>
public sealed class TranscriptTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Transcripts");

    public static TheoryData<string> Transcripts => [.. Directory.GetFiles(Folder).Select(f => Path.GetFileName(f))];

    [Theory]
    [MemberData(nameof(Transcripts))]
    public async Task Prints_what_the_transcript_says(string file)
    {
        var place = Directory.CreateTempSubdirectory("sallyport-transcript-");
        try
        {
            await using var authority = await AuthorityHost.StartAsync(Options(place.FullName), new AuthorityDependencies { Clock = new OddClock(), Start = StoreStart.New }, TestContext.Current.CancellationToken);
            foreach (var (command, expected) in Read(file))
            {
                var printed = await RunAsync(command, place.FullName);
                Assert.True(Pattern(expected.Replace("PLACE", place.FullName, StringComparison.Ordinal)).IsMatch(printed), $"$ {command}\nshould print\n{expected}\nand printed\n{printed}");
            }
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static AuthorityOptions Options(string place) => new()
    {
        Site = "example",
        StateFolder = Path.Combine(place, "state"),
        NoticesFolder = Path.Combine(place, "notices"),
        Socket = Path.Combine(place, "authority.sock"),
        AdministratorGroup = Owner.Group(),
        TimeZone = TimeZoneInfo.Utc,
        Radius = new RadiusOptions { Listen = [] },
        Duo = new DuoOptions { Listen = [] },
        Portal = new PortalOptions { Url = new Uri("https://portal.example"), Listen = [] },
    };

    private static async Task<string> RunAsync(string command, string place)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var words = command.Replace("PLACE", place, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var code = await CommandLine.RunAsync([.. words[1..], "--socket", Path.Combine(place, "authority.sock")], output, error);
        var errors = string.Concat(error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"! {line}\n"));
        return output + errors + (code == 0 ? string.Empty : $"? {code}\n");
    }

    private static IEnumerable<(string Command, string Expected)> Read(string file) =>
        File.ReadAllText(Path.Combine(Folder, file)).Split("$ ", StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('\n', 2))
            .Select(part => (part[0], part[1].TrimEnd('\n') is { Length: > 0 } text ? text + "\n" : string.Empty));

    private static Regex Pattern(string expected) =>
        new("^" + Regex.Escape(expected).Replace(@"\{\*}", ".+", StringComparison.Ordinal) + "$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>A clock that starts at an odd time and runs.</summary>
    private sealed class OddClock : TimeProvider
    {
        private readonly TimeSpan ahead = new DateTimeOffset(2031, 3, 30, 1, 59, 47, TimeSpan.Zero) - System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
    }
}
