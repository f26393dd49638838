using System.Text;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Configuration;
using Sallyport.Gate.Connections;
using Sallyport.Gate.Relay;
using Sallyport.Settings;

namespace Sallyport.Gate.Tests;

/// <summary>Every message of the gate has its paragraph in the help pages, and its address where the gate is told one.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Told => [.. Enum.GetValues<AdmissionRefusal>().Where(r => ConnectionRejector.Words(r) is not null).Select(r => r.ToString())];

    [Theory]
    [MemberData(nameof(Told))]
    public void a_message_has_a_paragraph_with_its_words(string name)
    {
        var refusal = Enum.Parse<AdmissionRefusal>(name);
        var text = File.ReadAllText(Path.Combine(Root(), "src/Sallyport.Authority/Portal/Help/Text/refused.md"));
        var begin = text.IndexOf($"{{#{ConnectionRejector.Anchor(refusal)}}}", StringComparison.Ordinal);
        Assert.True(begin > 0, $"no paragraph for {name}");
        var end = text.IndexOf("\n### ", begin, StringComparison.Ordinal);
        Assert.Contains("\n> " + ConnectionRejector.Words(refusal) + "\n", text[begin..(end < 0 ? text.Length : end)], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Told))]
    public void a_message_ends_with_the_address_of_its_paragraph(string name)
    {
        var decision = new AdmissionDecision(Enum.Parse<AdmissionRefusal>(name), TimeSpan.FromSeconds(20), default);
        var line = Encoding.ASCII.GetString(ConnectionRejector.Line(decision, "https://portal.example/help"));
        Assert.EndsWith($"; try again in 20s. Help: https://portal.example/help#gate-{decision.Refusal.Word()}\r\n", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Help", Encoding.ASCII.GetString(ConnectionRejector.Line(decision, null)), StringComparison.Ordinal);
    }

    [Fact]
    public void so_does_the_relays() => Assert.Equal(
        "sallyport: the login server cannot be reached at the moment; try again in a minute. Help: https://portal.example/help#gate-backend\r\n",
        Encoding.ASCII.GetString(RelayOptions.Unreachable("https://portal.example/help").Span));

    [Theory]
    [InlineData("https://portal.example/help", true)]
    [InlineData("https://[2001:db8::1]:8443/help", true)]
    [InlineData("http://portal.example/help", false)]
    [InlineData("https://portal.example/help#top", false)]
    [InlineData("https://portal.example/\u00e4", false)]
    [InlineData("https://portal.example/a b", false)]
    [InlineData("help", false)]
    public void the_address_is_one_of_https_without_anything_odd(string address, bool isRight)
    {
        var (configuration, _, faults) = GateConfigurationFile.Read(SettingsFile.Parse("gate.conf", $"[gate]\nhelp = {address}\n"));
        Assert.Equal(isRight, faults.Count == 0);
        Assert.Equal(isRight ? address : null, configuration?.Help);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sallyport.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
