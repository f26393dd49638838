using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Sallyport.Authority.Portal.Html;

/// <summary>
/// HTML that is safe to send. It is made of interpolated strings, <c>Markup.Of($"&lt;b&gt;{name}&lt;/b&gt;")</c>: what stands in the code is markup, what is
/// put in is text and is escaped, unless it is markup itself. There is no other way to make one of a string.
/// </summary>
internal readonly struct Markup
{
    public static readonly Markup Empty;

    private readonly string? html;

    private Markup(string html) => this.html = html;

    public static Markup Of(ref Interpolation markup) => new(markup.Take());

    /// <summary>Markup when the condition holds, else nothing.</summary>
    public static Markup When(bool condition, Func<Markup> markup) => condition ? markup() : Empty;

    public override string ToString() => html ?? string.Empty;

    /// <summary>Escapes for text and for quoted attributes. Control characters and those that turn the direction of writing are shown as U+FFFD.</summary>
    private static void Escape(StringBuilder output, ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(Telling.Characters) is >= 0 and var at)
        {
            output.Append(text[..at]).Append(text[at] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => "\ufffd",
            });
            text = text[(at + 1)..];
        }

        output.Append(text);
    }

    private static class Telling
    {
        public static readonly SearchValues<char> Characters = SearchValues.Create(
            [
                '&', '<', '>', '"', '\'',
                .. Enumerable.Range(0, 0x20).Where(c => c is not ('\t' or '\n')).Select(c => (char)c),
                .. Enumerable.Range(0x7f, 0x21).Select(c => (char)c),
                '\u200e', '\u200f', '\u2028', '\u2029', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069', '\ufeff',
            ]);
    }

    /// <summary>What the compiler makes of an interpolated string.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Interpolation(int literalLength, int formattedCount)
    {
        private readonly StringBuilder output = new(literalLength + (formattedCount * 32));

        public void AppendLiteral(string markup) => output.Append(markup);

        public void AppendFormatted(Markup markup) => output.Append(markup.html);

        public void AppendFormatted(IEnumerable<Markup> several)
        {
            foreach (var markup in several)
                output.Append(markup.html);
        }

        public void AppendFormatted(string? text) => Escape(output, text);

        public void AppendFormatted<T>(T value, string format)
            where T : IFormattable => Escape(output, value.ToString(format, null));

        public void AppendFormatted(int number) => output.Append(number);

        public void AppendFormatted(long number) => output.Append(number);

        internal string Take() => output.ToString();
    }
}
