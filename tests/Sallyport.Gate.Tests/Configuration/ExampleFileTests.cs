using System.Text.RegularExpressions;
using Sallyport.Gate.Configuration;
using Sallyport.Settings;

namespace Sallyport.Gate.Tests.Configuration;

public sealed class ExampleFileTests
{
    [Fact]
    public void the_example_names_every_key_and_its_comments_are_the_defaults()
    {
        var text = File.ReadAllText(Path.Combine(Root(), "packaging", "gate.conf"));
        var uncommented = Commented().Replace(text, "${key}");
        var withoutAlternatives = string.Join('\n', uncommented.Split('\n').Where(line =>
            !line.StartsWith("authority = https", StringComparison.Ordinal) && !line.StartsWith("deny = ", StringComparison.Ordinal) && !line.StartsWith("allow = ", StringComparison.Ordinal)));
        var (configuration, _, faults) = GateConfigurationFile.Read(SettingsFile.Parse("gate.conf", withoutAlternatives));
        Assert.Empty(faults);
        var (defaults, _, _) = GateConfigurationFile.Read(SettingsFile.Parse("gate.conf", ""));
        Assert.Equal(defaults!.Rules with { Trusted = configuration!.Rules.Trusted, Recovery = configuration.Rules.Recovery }, configuration.Rules);
        Assert.Equal(defaults.Actions, configuration.Actions);
        Assert.Equal((defaults.PeekTime, defaults.LoginGrace, defaults.User), (configuration.PeekTime, configuration.LoginGrace, configuration.User));
        Assert.Equal((defaults.Messages, defaults.Tarpits, defaults.RefusalLinesPerSecond), (configuration.Messages, configuration.Tarpits, configuration.RefusalLinesPerSecond));

        var source = File.ReadAllText(Path.Combine(Root(), "src", "Sallyport.Gate", "Configuration", "GateConfigurationFile.cs"));
        foreach (Match key in AskedFor().Matches(source))
            Assert.Contains($"\n{key.Groups["key"].Value} = ", uncommented, StringComparison.Ordinal);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sallyport.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    private static Regex Commented() => new("^#(?<key>[a-z-]+ = )", RegexOptions.Multiline, TimeSpan.FromSeconds(1));

    private static Regex AskedFor() => new("\\.(?:Number|Duration|Text|Path|Paths|Networks|EndPoint|EndPoints|IsOn|One|Words|Choice)\\(\"(?<key>[a-z-]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1));
}
