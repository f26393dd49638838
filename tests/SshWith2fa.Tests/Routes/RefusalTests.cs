using System.Reflection;
using SshWith2fa.Arguments;
using SshWith2fa.Configuration;
using SshWith2fa.Profile;
using SshWith2fa.Routes;

namespace SshWith2fa.Tests.Routes;

/// <summary>Every refusal has its paragraph in the help pages, with its words.</summary>
public sealed class RefusalTests
{
    private const string Help = "https://2fa.maths.example/help";

    /// <summary>Every member of <see cref="Refusal"/> that makes one: a new one is compared without a word here.</summary>
    public static TheoryData<string> All => [.. Makers.Select(maker => maker.Name)];

    private static IEnumerable<MethodInfo> Makers =>
        typeof(Refusal).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.ReturnType == typeof(Refusal));

    [Theory]
    [MemberData(nameof(All))]
    public void A_refusal_has_a_paragraph_with_its_words(string name)
    {
        var refusal = Made(name);
        Assert.Contains("\n> " + refusal.Sentence + "\n", Paragraph(refusal.Anchor), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_refusal_ends_with_the_address_where_the_site_has_one(string name)
    {
        var refusal = Made(name);
        Assert.Equal($"{refusal.Sentence}. Help: {Help}#{refusal.Anchor}", refusal.For(PlayedInputs.Profile with { Help = Help }));
        Assert.Equal(refusal.Sentence, refusal.For(PlayedInputs.Profile));
        Assert.Equal(refusal.Sentence, refusal.For(null));
    }

    [Fact]
    public void A_call_is_refused_with_these_words()
    {
        Assert.Equal(Refusal.NoSession("dora"), Decided(new PlayedInputs { Person = false }));
        var limited = new PlayedInputs { Up = PlayedInputs.Session(), Settings = Settings.Default with { Share = ["ssh"] }, Person = false };
        Assert.Equal(Refusal.NotShared("scp"), Decided(limited));
    }

    [Fact]
    public void Each_paragraph_about_this_program_belongs_to_a_refusal()
    {
        var anchors = File.ReadAllLines(HelpFile).Where(line => line.StartsWith("<a id=\"client-", StringComparison.Ordinal)).Select(line => line.Split('"')[1]);
        Assert.Equal(Makers.Select(maker => Made(maker.Name).Anchor).Distinct().Order(StringComparer.Ordinal), anchors.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_address_is_kept_in_the_file_that_each_call_reads()
    {
        var site = new Site(PlayedInputs.Profile with { Help = Help }, "key");
        Assert.Equal(Help, SiteFile.Read(SiteFile.Write(site))?.Profile.Help);
        Assert.Null(SiteFile.Read(SiteFile.Write(new Site(PlayedInputs.Profile, "key")))?.Profile.Help);
    }

    private static Refusal Decided(PlayedInputs inputs) =>
        Assert.IsType<Route.Refused>(RouteDecision.Make(CommandLine.Read(SshProgram.Scp, ["f", "dora:"], SshVersion.Oldest), inputs).Route).Refusal;

    // The pages write "…" for what differs from case to case.
    private static Refusal Made(string name)
    {
        var maker = Makers.Single(maker => maker.Name == name);
        return (Refusal)maker.Invoke(null, [.. maker.GetParameters().Select(parameter => parameter.Name == "host" ? "dora" : "…")])!;
    }

    private static string Paragraph(string anchor)
    {
        var text = File.ReadAllText(HelpFile);
        var begin = text.IndexOf($"<a id=\"{anchor}\">", StringComparison.Ordinal);
        Assert.True(begin > 0, $"no paragraph {anchor}");
        return text[begin..text.IndexOf("<a id=", begin + 1, StringComparison.Ordinal)];
    }

    private static string HelpFile
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Sallyport.slnx")))
                folder = Path.GetDirectoryName(folder)!;
            return Path.Combine(folder, "docs/users/help.md");
        }
    }
}
