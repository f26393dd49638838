using SshWith2fa.Arguments;
using SshWith2fa.Configuration;
using SshWith2fa.Profile;
using SshWith2fa.Routes;

namespace SshWith2fa.Tests.Routes;

/// <summary>Every refusal has its paragraph in the help pages, with its words.</summary>
public sealed class RefusalHelpTests
{
    private const string Help = "https://2fa.maths.example/help";

    public static TheoryData<string> All => [.. Enum.GetNames<RouteRefusal>()];

    public static TheoryData<string> Paragraphs => [.. Enum.GetNames<HelpParagraph>()];

    [Theory]
    [MemberData(nameof(All))]
    public void A_refusal_has_a_paragraph_with_its_words(string name)
    {
        var reason = Enum.Parse<RouteRefusal>(name);
        var inputs = reason == RouteRefusal.NotShared
            ? new PlayedInputs { Up = PlayedInputs.Session(), Settings = Settings.Default with { Share = ["ssh"] }, Person = false }
            : new PlayedInputs { Person = false };
        var refused = Assert.IsType<Route.Refused>(RouteDecision.Make(CommandLine.Read(SshProgram.Scp, ["f", "dora:"], SshVersion.Oldest), inputs).Route);
        Assert.Equal(reason, refused.Reason);

        var text = Paragraph(reason.Paragraph());
        // The paragraph leaves out which program it was.
        var words = refused.Sentence.StartsWith("scp ", StringComparison.Ordinal) ? refused.Sentence[4..] : refused.Sentence;
        Assert.Contains("\n> " + words + "\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paragraphs))]
    public void A_refusal_ends_with_the_address_where_the_site_has_one(string name)
    {
        var paragraph = Enum.Parse<HelpParagraph>(name);
        Assert.Contains("\n> ", Paragraph(paragraph), StringComparison.Ordinal);
        Assert.Equal("no. Help: " + Help + "#" + paragraph.Anchor(), paragraph.After("no", PlayedInputs.Profile with { Help = Help }));
        Assert.Equal("no", paragraph.After("no", PlayedInputs.Profile));
        Assert.Equal("no", paragraph.After("no", null));
    }

    private static string Paragraph(HelpParagraph paragraph)
    {
        var text = File.ReadAllText(Path.Combine(Root(), "docs/users/help.md"));
        var begin = text.IndexOf($"<a id=\"{paragraph.Anchor()}\">", StringComparison.Ordinal);
        Assert.True(begin > 0, $"no paragraph for {paragraph}");
        return text[begin..text.IndexOf("<a id=", begin + 1, StringComparison.Ordinal)];
    }

    [Fact]
    public void The_address_is_kept_in_the_file_that_each_call_reads()
    {
        var site = new Site(PlayedInputs.Profile with { Help = Help }, "key");
        Assert.Equal(Help, SiteFile.Read(SiteFile.Write(site))?.Profile.Help);
        Assert.Null(SiteFile.Read(SiteFile.Write(new Site(PlayedInputs.Profile, "key")))?.Profile.Help);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sallyport.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
