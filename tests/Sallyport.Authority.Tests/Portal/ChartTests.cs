using System.Xml.Linq;
using Sallyport.Authority.Portal.Administration.Charts;

namespace Sallyport.Authority.Tests.Portal;

public sealed class ChartTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(7, 10)]
    [InlineData(10, 10)]
    [InlineData(11, 20)]
    [InlineData(99, 100)]
    [InlineData(100_001, 200_000)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public void an_axis_ends_at_a_round_number_that_is_not_below_the_highest_column(int value, int top) => Assert.Equal(top, ChartScale.Above(value));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(999, "999")]
    [InlineData(1500, "1.5k")]
    [InlineData(20_000, "20k")]
    [InlineData(3_000_000, "3M")]
    public void numbers_at_an_axis_are_short(int value, string text) => Assert.Equal(text, ChartScale.Short(value));

    [Fact]
    public void a_chart_is_a_picture_with_a_name_and_a_table_of_the_same_numbers()
    {
        var chart = Draw(new Column("Mon <1>", "Mon", 3, 1), new Column("Tue", "Tue", 0, 0));

        var svg = chart.Descendants("svg").Single();
        Assert.Equal("img", svg.Attribute("role")?.Value);
        foreach (var id in svg.Attribute("aria-labelledby")!.Value.Split(' '))
            Assert.Contains(svg.Elements(), e => e.Attribute("id")?.Value == id && e.Value.Length > 0);
        Assert.Equal(["3", "1", "0", "0"], chart.Descendants("tbody").Single().Descendants("td").Select(td => td.Value));
        Assert.Contains(chart.Descendants("th"), th => th.Value == "Mon <1>");
    }

    [Fact]
    public void columns_stand_on_the_floor_one_upon_the_other_and_none_leaves_the_picture()
    {
        var chart = Draw([.. Enumerable.Range(0, 30).Select(i => new Column($"{i}", $"{i}", i * 7, i % 3))]);

        foreach (var group in chart.Descendants("g"))
        {
            var bars = group.Elements("rect").Where(r => r.Attribute("class")?.Value != "reach").Select(Box).ToList();
            Assert.All(bars, bar => Assert.True(bar.X >= 30 && bar.X + bar.Width <= 360 && bar.Y >= 10 && bar.Y + bar.Height <= 146.01));
            if (bars.Count == 2)
                Assert.True(bars[1].Y + bars[1].Height <= bars[0].Y + 0.02);
        }
    }

    [Fact]
    public void a_chart_without_any_event_is_drawn_all_the_same() =>
        Assert.All(Draw(new Column("Mon", "Mon", 0, 0)).Descendants("rect"), rect => Assert.Equal("reach", rect.Attribute("class")?.Value));

    private static (double X, double Y, double Width, double Height) Box(XElement rect) =>
        (Number(rect, "x"), Number(rect, "y"), Number(rect, "width"), Number(rect, "height"));

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);

    private static XElement Draw(params IReadOnlyList<Column> columns) => XElement.Parse(new ColumnChart(
        "logins", "Logins", "A summary.", [new Series("with", "tone-good"), new Series("without", "tone-warn")], columns).Draw("The numbers").ToString());
}
