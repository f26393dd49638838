namespace Sallyport.Cli.Sshd.Pam;

/// <summary>A line of a PAM service.</summary>
/// <param name="Kind"><c>auth</c>, <c>account</c>, <c>password</c> or <c>session</c>; <c>@include</c> for Debian's directive.</param>
/// <param name="Control">The control as written, with its brackets.</param>
/// <param name="Module">The module, or the service that is included.</param>
/// <param name="Arguments">What follows the module.</param>
internal sealed record PamLine(string Kind, string Control, string Module, string Arguments)
{
    private const string Directive = "@include";

    /// <summary>Debian's <c>@include</c>: the lines of another file, in this place.</summary>
    public bool IsDirective => Kind == Directive;

    public bool Includes => Control is "include" or "substack";

    public bool IsFor(string phase) => Kind.TrimStart('-').Equals(phase, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a service's lines as libpam does: comments, continued lines, bracketed controls.</summary>
    public static IEnumerable<PamLine> Read(string text)
    {
        foreach (var line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            var words = Words(line.Split('#', 2)[0]);
            if (words is [Directive, var service, ..])
                yield return new PamLine(Directive, "", service, "");
            else if (words is [var kind, var control, var module, .. var arguments])
                yield return new PamLine(kind, control, module, string.Join(' ', arguments));
        }
    }

    public override string ToString() => $"{Kind} {Control} {Module} {Arguments}".TrimEnd();

    /// <summary>Words between blanks; text in brackets is one word.</summary>
    private static List<string> Words(string line)
    {
        var words = new List<string>();
        for (var at = 0; at < line.Length;)
        {
            if (line[at] is ' ' or '\t' or '\r')
            {
                at++;
                continue;
            }

            var close = line[at] == '[' ? line.IndexOf(']', at) : -1;
            var end = close > 0 ? close + 1 : line.AsSpan(at).IndexOfAny(' ', '\t', '\r') is var blank and >= 0 ? at + blank : line.Length;
            words.Add(line[at..end]);
            at = end;
        }

        return words;
    }
}
