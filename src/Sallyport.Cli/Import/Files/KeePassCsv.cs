using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>The CSV export of KeePassXC: a heading, and a column TOTP with an otpauth URI.</summary>
internal sealed class KeePassCsv : IKeyFileFormat
{
    public string Name => "KeePassXC CSV";

    public bool Recognises(KeyFile file) => Heading(file.Head.Split('\n')[0]) is var heading && heading.Contains("Username") && heading.Contains("TOTP");

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        var heading = Heading(file.Text.Split('\n')[0].TrimStart('\uFEFF'));
        var (title, user, totp) = (heading.IndexOf("Title"), heading.IndexOf("Username"), heading.IndexOf("TOTP"));
        foreach (var (line, fields) in Csv.Records(file.Text).Skip(1))
        {
            if (fields.ElementAtOrDefault(totp) is not { Length: > 0 } uri)
                continue;
            yield return OtpauthLines.Of(new FoundKey($"line {line}", Named(fields.ElementAtOrDefault(user))) { Issuer = Named(fields.ElementAtOrDefault(title)) }, uri);
        }
    }

    private static List<string> Heading(string line) => Csv.Records(line).Select(record => record.Fields).FirstOrDefault() ?? [];

    private static string? Named(string? text) => text is { Length: > 0 } ? text : null;
}
