using SshWith2fa.Calls;
using SshWith2fa.Commands;

namespace SshWith2fa.Tests.Commands;

public sealed class CommandTests
{
    [Theory]
    [InlineData("19:00", "2026-11-21T08:00:00Z")]
    [InlineData("00:38", "2026-11-20T13:38:00Z")]
    [InlineData("00:37", "2026-11-21T13:37:00Z")]
    [InlineData("9:05", "2026-11-20T22:05:00Z")]
    public void Until_means_the_next_time_the_clock_here_shows(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), UpCommand.Clock(text, SydneyClock.New())!.Value);

    [Theory]
    [InlineData("25:00")]
    [InlineData("7pm")]
    [InlineData("")]
    [InlineData("19:00; id")]
    public void Until_takes_nothing_else(string text) => Assert.Null(UpCommand.Clock(text, SydneyClock.New()));

    [Theory]
    [InlineData("--json", null)]
    [InlineData("--name x", null)]
    [InlineData("--name=x y", null)]
    [InlineData("--name", "--name needs a value")]
    [InlineData("--other", "--other is not an option")]
    [InlineData("--json=1", "--json is not an option")]
    [InlineData("a b", "\"b\" is an extra argument")]
    public void Options_of_our_own_are_read(string text, string? mistake)
    {
        var flags = Flags.Read(text.Split(' '), ["--json"], ["--name"], mostOperands: 1);
        if (mistake is null) Assert.Null(flags.Mistake);
        else Assert.StartsWith(mistake, flags.Mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_has_a_name_of_its_own_and_every_synopsis_begins_with_it()
    {
        Assert.Equal(CommandTable.All.Count, CommandTable.All.Select(command => command.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(CommandTable.All, command => Assert.StartsWith(command.Name, command.Synopsis, StringComparison.Ordinal));
    }
}
