using Sallyport.Authority.Portal.Html;

namespace Sallyport.Authority.Portal.Administration.Charts;

/// <summary>One column of a chart: its meaning, and a height for each series, lowest first.</summary>
/// <param name="Label">In full, for the table and for the tooltip.</param>
/// <param name="Tick">In short, below the column.</param>
internal sealed record Column(string Label, string Tick, params IReadOnlyList<int> Values)
{
    public int Total => Values.Sum();
}

/// <summary>The meaning of a colour of a chart.</summary>
/// <param name="Name">In words.</param>
/// <param name="Look">The class that the style sheet gives a colour.</param>
internal sealed record Series(string Name, string Look);

/// <summary>
/// Columns over time as inline SVG, without a script. The same numbers stand in a table below, which a reader opens; the picture itself has a
/// name and a sentence for people who do not see it.
/// </summary>
/// <param name="Id">Letters, unique on the page.</param>
/// <param name="Title">The heading.</param>
/// <param name="Summary">What the picture shows, in a sentence.</param>
internal sealed record ColumnChart(string Id, string Title, string Summary, IReadOnlyList<Series> Series, IReadOnlyList<Column> Columns)
{
    // The picture is drawn for the width of a phone and grows with the page, so that its letters stay readable.
    private const double Width = 360;
    private const double Height = 168;
    private const double Left = 30;
    private const double Top = 10;
    private const double Floor = Height - 22;
    private const int MostTicks = 7;

    private int Highest => Math.Max(1, Columns.Max(c => c.Total));

    private double Step => (Width - Left) / Columns.Count;

    public Markup Draw(string numbers)
    {
        var top = ChartScale.Above(Highest);
        return Markup.Of($"""
            <figure class="chart">
            <figcaption><h2>{Title}</h2>{Legend()}</figcaption>
            <svg viewBox="0 0 {Width:0} {Height:0}" role="img" aria-labelledby="{Id}-title {Id}-summary">
            <title id="{Id}-title">{Title}</title><desc id="{Id}-summary">{Summary}</desc>
            {Grid(top)}{Columns.Select((column, i) => Bar(column, i, top))}{Ticks()}
            </svg>
            <details><summary>{numbers}</summary>{Table()}</details>
            </figure>
            """);
    }

    private Markup Legend() => Series.Count < 2
        ? Markup.Empty
        : Markup.Of($"""<ul class="legend">{Series.Select(s => Markup.Of($"""<li><span class="key {s.Look}"></span>{s.Name}</li>"""))}</ul>""");

    private static Markup Grid(int top) => Markup.Of($"{Line(top, top)}{(top % 2 == 0 ? Line(top / 2, top) : Markup.Empty)}{Line(0, top)}");

    private static Markup Line(int value, int top)
    {
        var y = Y(value, top);
        return Markup.Of($"""<path class="grid" d="M{Left:0} {y:0.#}H{Width:0}"/><text class="tick" x="{Left - 5:0}" y="{y + 3.5:0.#}" text-anchor="end">{ChartScale.Short(value)}</text>""");
    }

    private Markup Bar(Column column, int index, int top)
    {
        var width = Math.Max(1.5, Step * 0.74);
        var x = Left + (index * Step) + ((Step - width) / 2);
        var below = 0;
        var parts = new List<Markup>();
        for (var series = 0; series < column.Values.Count; series++)
        {
            var value = column.Values[series];
            if (value > 0)
            {
                var (upper, lower) = (Y(below + value, top), Y(below, top));
                // A single event among thousands is still to be seen.
                parts.Add(Markup.Of($"""<rect class="{Series[series].Look}" x="{x:0.##}" y="{Math.Min(upper, lower - 1):0.##}" width="{width:0.##}" height="{Math.Max(1, lower - upper):0.##}"/>"""));
            }

            below += value;
        }

        return Markup.Of($"""<g><title>{column.Label}: {string.Join(", ", column.Values.Select((v, i) => Series.Count < 2 ? $"{v}" : $"{v} {Series[i].Name}"))}</title><rect class="reach" x="{Left + (index * Step):0.##}" y="{Top:0}" width="{Step:0.##}" height="{Floor - Top:0}"/>{parts}</g>""");
    }

    private Markup Ticks()
    {
        var every = Math.Max(1, (int)Math.Ceiling(Columns.Count / (double)MostTicks));
        return Markup.Of($"{Columns.Select((column, i) => i % every != 0 ? Markup.Empty : Markup.Of($"""<text class="tick" x="{Left + ((i + 0.5) * Step):0.#}" y="{Height - 6:0}" text-anchor="middle">{column.Tick}</text>"""))}");
    }

    private Markup Table() => Markup.Of($"""
        <div class="scroll" tabindex="0" role="region" aria-label="{Title}"><table><caption class="vh">{Title}</caption>
        <thead><tr><td></td>{Series.Select(s => Markup.Of($"""<th scope="col" class="number">{s.Name}</th>"""))}</tr></thead>
        <tbody>{Columns.Select(c => Markup.Of($"""<tr><th scope="row">{c.Label}</th>{c.Values.Select(v => Markup.Of($"""<td class="number">{v}</td>"""))}</tr>"""))}</tbody></table></div>
        """);

    private static double Y(int value, int top) => Floor - ((Floor - Top) * value / top);
}
