using System.Text.RegularExpressions;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Portal.Help;
using Sallyport.Profile;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Tests.Portal.Help;

public sealed partial class HelpTextTests
{
    public static TheoryData<string, string> Sites => new MatrixTheoryData<string, string>(["neutral", "least", "other port"], [.. VisitorSystems.All.Select(s => s.Word())]);

    /// <summary>One source: the text for readers of this repository is made from the same files as the pages.</summary>
    [Fact]
    public async Task The_users_documentation_is_these_texts_with_neutral_names()
    {
        var file = Path.Combine(Samples.Root, "docs/users/help.md");
        var made = HelpDocument.Markdown(Samples.Neutral);
        // To write it after a change of the texts: SALLYPORT_WRITE_DOCS=1.
        if (Environment.GetEnvironmentVariable("SALLYPORT_WRITE_DOCS") is not null)
            await File.WriteAllTextAsync(file, made, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), made);
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public void Every_link_within_the_page_leads_somewhere_and_no_anchor_is_there_twice(string site, string system)
    {
        var page = Page(Site(site), VisitorSystems.Named(system)!.Value);
        var anchors = Anchor().Matches(page).Select(m => m.Groups["name"].Value).ToArray();
        Assert.Equal(anchors.Distinct(StringComparer.Ordinal), anchors);
        foreach (var link in Link().Matches(page).Select(m => m.Groups["name"].Value))
            Assert.Contains(link, anchors);
    }

    [Fact]
    public void Every_message_that_ends_a_login_has_its_paragraph_with_its_words()
    {
        var cards = Card().Matches(Page(Samples.Least, VisitorSystem.Linux)).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["text"].Value, StringComparer.Ordinal);
        foreach (var message in RefusalMessage.All)
            Assert.Contains(System.Net.WebUtility.HtmlEncode(message.Text), cards[message.Anchor].Replace("&quot;", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(RefusalMessage.All.Count, RefusalMessage.All.Select(m => m.Anchor).Distinct(StringComparer.Ordinal).Count());
        foreach (var refusal in Enum.GetValues<LoginRefusal>())
            Assert.Contains(RefusalMessage.Of(refusal), RefusalMessage.All);
    }

    [Theory]
    [InlineData("windows", "first-windows", "first-with-program")]
    [InlineData("linux", "first-with-program", "first-windows")]
    [InlineData("macos", "first-with-program", "first-windows")]
    [InlineData("phone", "first-phone", "first-with-program")]
    [InlineData("windows", "openssh-windows", "openssh")]
    public void What_is_for_the_visitors_system_comes_first(string system, string first, string later)
    {
        var page = Page(Samples.Neutral, VisitorSystems.Named(system)!.Value);
        Assert.InRange(page.IndexOf($"id=\"{first}\"", StringComparison.Ordinal), 1, page.IndexOf($"id=\"{later}\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"Windows\"", "Mozilla/5.0 (X11; Linux x86_64)", "Windows")]
    [InlineData("\"macOS\"", "", "Macos")]
    [InlineData("\"Android\"", "", "Phone")]
    [InlineData(null, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36", "Windows")]
    [InlineData(null, "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)", "Macos")]
    [InlineData(null, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)", "Phone")]
    [InlineData(null, "Mozilla/5.0 (Linux; Android 15; Pixel 9)", "Phone")]
    [InlineData("\"Unheard-of\"", "Mozilla/5.0 (X11; CrOS x86_64)", "Linux")]
    [InlineData(null, null, "Linux")]
    [InlineData("<script>", "\"><script>", "Linux")]
    public void The_system_is_told_by_what_browsers_send(string? platform, string? agent, string system) =>
        Assert.Equal(system, VisitorSystems.Of(platform, agent).ToString());

    [Fact]
    public void The_pages_say_the_sites_own_names_ports_and_fingerprints()
    {
        var page = Page(Samples.Neutral, VisitorSystem.Linux);
        foreach (var said in (string[])["ssh dora", "ssh-with-2fa setup https://2fa.maths.example", "12022", "13080", "siv.maths.example:631", "ssh savona", "SHA256:", "12 hours", "15 minutes"])
            Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.Contains("ssh -p 2222 yourname@ssh.maths.example", Page(Samples.OtherPort, VisitorSystem.Linux), StringComparison.Ordinal);
        Assert.DoesNotContain("12022", Page(Samples.Least, VisitorSystem.Linux), StringComparison.Ordinal);
    }

    [Fact]
    public void For_a_static_server_each_page_has_what_it_loads_beside_it()
    {
        var files = HelpDocument.Files(Samples.Neutral, new string('a', 64)).ToDictionary(f => f.Name, f => f.Bytes, StringComparer.Ordinal);
        Assert.Contains("index.html", files.Keys);
        foreach (var (name, bytes) in files.Where(f => f.Key.EndsWith(".html", StringComparison.Ordinal)))
        {
            var page = System.Text.Encoding.UTF8.GetString(bytes);
            Assert.Contains("--ca-fingerprint " + new string('a', 64), page, StringComparison.Ordinal);
            foreach (var target in Loaded().Matches(page).Select(m => m.Groups["name"].Value).Where(t => !t.StartsWith('#') && !t.StartsWith("https://", StringComparison.Ordinal)))
                Assert.True(files.ContainsKey(target), $"{name} loads {target}");
        }
    }

    [Theory]
    [InlineData("{{#if x11}}\nno end")]
    [InlineData("no beginning\n{{/}}")]
    [InlineData("{{nobody.knows}}")]
    [InlineData("{{#each nobody.knows}}\n{{/}}")]
    public void A_text_with_a_wrong_gap_is_refused(string text) =>
        Assert.Throws<FormatException>(() => HelpTemplate.Expand(text, HelpValues.Of(Samples.Neutral, "ann", null), value => value));

    [Theory]
    [InlineData("## No anchor")]
    [InlineData("outside a section")]
    [InlineData("## A {#a}\n\n### B {#b beos}")]
    [InlineData("## A {#a}\n\n```\nno end")]
    public void A_text_that_cannot_be_read_is_refused(string text) => Assert.Throws<FormatException>(() => HelpReader.Read(text));

    internal static string Page(SiteProfile site, VisitorSystem system) => new HelpMarkup(HelpValues.Of(site, "yourname", null), system).Page(s => s.Word()).ToString();

    private static SiteProfile Site(string name) => name switch { "least" => Samples.Least, "other port" => Samples.OtherPort, _ => Samples.Neutral };

    [GeneratedRegex("<(section|article)[^>]* id=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Anchor();

    [GeneratedRegex("href=\"#(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Link();

    [GeneratedRegex("<article[^>]* id=\"(?<name>[^\"]*)\"(?<text>.*?)</article>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 10_000)]
    private static partial Regex Card();

    [GeneratedRegex("(href|src)=\"(?<name>[^\"]*)\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Loaded();
}
