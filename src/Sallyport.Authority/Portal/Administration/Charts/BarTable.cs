using Sallyport.Authority.Portal.Html;

namespace Sallyport.Authority.Portal.Administration.Charts;

/// <summary>One row: what is counted, how often.</summary>
internal sealed record Bar(Markup What, int Count);

/// <summary>Counts side by side: a table whose rows have a bar each, so that it reads the same with and without eyes.</summary>
internal static class BarTable
{
    public static Markup Draw(string title, string what, string count, string look, IReadOnlyList<Bar> bars, string empty)
    {
        var most = bars.Select(b => b.Count).Append(1).Max();
        return Markup.Of($"""
            <figure class="chart"><figcaption><h2>{title}</h2></figcaption>
            {(bars.Count == 0 ? Markup.Of($"""<p class="hint">{empty}</p>""") : Table())}
            </figure>
            """);

        Markup Table() => Markup.Of($"""
            <table class="bars"><caption class="vh">{title}</caption>
            <thead class="vh"><tr><th scope="col">{what}</th><th scope="col">{count}</th></tr></thead>
            <tbody>{bars.Select(Row)}</tbody></table>
            """);

        Markup Row(Bar bar) => Markup.Of($"""
            <tr><th scope="row">{bar.What}</th><td class="number">{bar.Count}</td><td class="gauge" aria-hidden="true"><svg viewBox="0 0 100 6" preserveAspectRatio="none"><rect class="{look}" width="{Math.Max(1, 100.0 * bar.Count / most):0.#}" height="6" rx="1"/></svg></td></tr>
            """);
    }
}
