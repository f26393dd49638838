using Sallyport.Cli.Factors;

namespace Sallyport.Cli.Tests.Terminal;

public sealed class LoginEnrolmentTextTests
{
    [Fact]
    public void each_line_fits_80_columns()
    {
        var day = new DateOnly(2031, 8, 1);
        string[] texts =
        [
            LoginEnrolmentText.Why(day), LoginEnrolmentText.Why(null), LoginEnrolmentText.How, LoginEnrolmentText.Prompt, LoginEnrolmentText.TooSmall,
            LoginEnrolmentText.Enrolled, LoginEnrolmentText.Skipped(day), LoginEnrolmentText.Skipped(null),
        ];

        Assert.All(texts.SelectMany(text => text.Split('\n')), line => Assert.InRange(line.Length, 1, 80));
    }
}
