using System.Text.RegularExpressions;
using Sallyport.Authority.Portal.Help;
using Sallyport.Profile;

namespace Sallyport.Authority.Tests.Portal.Help;

/// <summary>
/// Each row is a value that a profile should never have. The reader of profiles refuses it; and if one came to the pages all the same, it would be text
/// there: the page has the same elements and attributes as with a plain name.
/// </summary>
public sealed partial class HelpAttackTests
{
    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "`whoami` and **strong** and [a link](https://evil.example)",
        "a\n```\n\n## New section {#evil}\n\n- item",
        "a | b | c",
        "{{user}} {{/}} {{#if x11}}",
        "$(reboot); rm -rf ~ # \\",
        "javascript:alert(1)",
        "\ue0000\ue001 \ue00099999\ue001",
        "\u202egpj.exe",
        "</code></pre></div></article>",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_hostile_value_stays_text(string value)
    {
        foreach (var system in VisitorSystems.All)
        {
            var attacked = new HelpMarkup(HelpValues.Of(With(value), value, value), system).Page(s => s.Word()).ToString();
            var plain = new HelpMarkup(HelpValues.Of(With("https://name"), "name", "name"), system).Page(s => s.Word()).ToString();
            // A link whose address is no longer one of https is only its words.
            Assert.Equal(Elements(plain).Where(e => e != "a@href"), Elements(attacked).Where(e => e != "a@href"));
            Assert.DoesNotContain("href=\"javascript:", attacked, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\u202e", attacked, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void The_reader_of_profiles_refuses_it(string value)
    {
        var payload = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(Samples.Root, "tests/vectors/site-profile/payload.json")))!;
        foreach (var put in (Action<System.Text.Json.Nodes.JsonNode>[])
            [p => p["site"] = value, p => p["portal"] = value, p => p["help"] = value, p => p["outside"]!["host"] = value, p => p["inside"]![0]!["names"]![0] = value, p => p["forwards"]![0]!["name"] = value])
        {
            var changed = payload.DeepClone();
            put(changed);
            Assert.Null(ProfileReader.Read(System.Text.Encoding.UTF8.GetBytes(changed.ToJsonString())).Value);
        }
    }

    private static SiteProfile With(string value) => Samples.Neutral with
    {
        Site = value,
        Portal = value,
        Outside = new DoorAddress(value, 2222),
        Inside = [new InsideHost([value, value], value, 22, Login: true), new InsideHost([value], value, 22, Login: false)],
        Forwards = [new PortForward("ssh", 12022, value, 22, PortTaken.Next), new PortForward(value, 12143, value, 143, PortTaken.Next), new PortForward(value, 12631, value, 631, PortTaken.Next)],
        HostKeys = [new HostKey([value], Samples.Neutral.HostKeys[0].Key)],
    };

    /// <summary>The elements of a page with the names of their attributes.</summary>
    private static IEnumerable<string> Elements(string page) => Element().Matches(page)
        .SelectMany(e => Attribute().Matches(e.Groups["rest"].Value).Select(a => $"{e.Groups["name"].Value}@{a.Groups["name"].Value}").Prepend(e.Groups["name"].Value))
        .Where(e => e is not ("a" or "/a"));

    [GeneratedRegex("<(?<name>/?[a-zA-Z0-9]+)(?<rest>[^>]*)>", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Element();

    [GeneratedRegex("(?<name>[a-zA-Z-]+)=\"[^\"]*\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Attribute();
}
