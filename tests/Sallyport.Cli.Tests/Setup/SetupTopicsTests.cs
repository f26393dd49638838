using Sallyport.Cli.Setup;
using Sallyport.Cli.Setup.Plan;
using Sallyport.Cli.Setup.Texts;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.Tests.Setup;

public sealed class SetupTopicsTests
{
    private const int TerminalWidth = 80;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void every_question_has_a_flag_and_fits_a_line()
    {
        foreach (var topic in SetupTopics.All)
        {
            Assert.StartsWith("--", topic.Flag, StringComparison.Ordinal);
            Assert.InRange($"{topic.Question} [{topic.Show(new SetupAnswers())}]: ".Length, 1, TerminalWidth);
        }
    }

    [Fact]
    public void the_files_that_the_package_brings_may_be_replaced()
    {
        Assert.Equal(GateText.AsShipped.Order(), SettingLines.Of(Path.Combine(AppContext.BaseDirectory, "packaging", "gate.conf")).Order());
        Assert.Empty(SettingLines.Of(Path.Combine(AppContext.BaseDirectory, "packaging", "sallyport.conf")));
    }

    [Theory]
    [InlineData("--port", "22")]
    [InlineData("--port", "0")]
    [InlineData("--port", "65536")]
    [InlineData("--order", "code-last")]
    [InlineData("--site", "a/b")]
    [InlineData("--listen", "everywhere")]
    [InlineData("--trusted", "0.0.0.0/0")]
    [InlineData("--trusted", "192.0.2.7/24")]
    [InlineData("--portal", "http://2fa.example.org")]
    [InlineData("--portal", "https://2fa.example.org/portal")]
    [InlineData("--portal-listen", "443")]
    [InlineData("--public-name", "localhost")]
    [InlineData("--person", "alice; rm")]
    [InlineData("--administrator", "alice -x")]
    [InlineData("--certificate", "chain.pem")]
    public void what_makes_no_sense_is_refused(string flag, string text)
    {
        var taken = SetupTopics.All.Single(topic => topic.Flag == flag).Take(new SetupAnswers(), text);
        Assert.Null(taken.Answers);
        Assert.NotEmpty(taken.Fault!);
    }

    [Fact]
    public async Task the_questions_take_answers_defaults_and_second_tries()
    {
        var typed = new StringReader("maths\n\n22\n2022\n\n192.0.2.0/24 2001:db8::/32\nno\n\n\nalice\nalice\n");
        var shown = new StringWriter();

        var answers = await new SetupQuestions(typed, shown).AskAsync(new SetupAnswers(), new HashSet<string>(), Cancel);

        Assert.Equal(("maths", "code-first", 2022, false, "alice"), (answers.Site, answers.Order, answers.Port, answers.Gate, answers.Person));
        Assert.Equal(["192.0.2.0/24", "2001:db8::/32"], answers.Trusted);
        Assert.Equal(["alice"], answers.Administrators);
        Assert.Contains("port 22 belongs to the machine's own sshd", shown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Certificate", shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task what_a_flag_said_is_not_asked()
    {
        var flags = SetupTopics.All.Select(topic => topic.Flag).Where(flag => flag != "--site").ToHashSet(StringComparer.Ordinal);
        var answers = await new SetupQuestions(new StringReader("maths\n"), TextWriter.Null).AskAsync(new SetupAnswers(), flags, Cancel);
        Assert.Equal("maths", answers.Site);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("y", false)]
    [InlineData("", false)]
    [InlineData("no", false)]
    public async Task only_the_whole_word_is_a_yes(string typed, bool expected) =>
        Assert.Equal(expected, await new SetupQuestions(new StringReader(typed + "\n"), TextWriter.Null).IsYesAsync("Do this?", Cancel));

    [Fact]
    public async Task a_terminal_that_closes_does_nothing()
    {
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => new SetupQuestions(new StringReader(""), TextWriter.Null).AskAsync(new SetupAnswers(), new HashSet<string>(), Cancel));
        Assert.Equal("the terminal was closed; nothing was done", failure.Message);
    }
}
