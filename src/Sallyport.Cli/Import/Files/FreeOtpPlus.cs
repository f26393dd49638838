using System.Globalization;
using System.Text.Json;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import.Files;

/// <summary>The JSON export of FreeOTP+, whose secrets are arrays of signed bytes.</summary>
internal sealed class FreeOtpPlus : IKeyFileFormat
{
    public string Name => "FreeOTP+";

    public bool Recognises(KeyFile file) => JsonFile.HasNearBeginning(file, '{', "\"tokenOrder\"", "\"tokens\"");

    public IEnumerable<FoundKey> Read(KeyFile file)
    {
        JsonElement? root = JsonFile.Parse(file.Bytes);
        return root.At("tokens").Each().Select((token, index) => new OathKey(Secret(token.At("secret")))
        {
            Type = token.At("type").Text() ?? "totp",
            Algorithm = token.At("algo").Text(),
            Digits = token.At("digits").Text(),
            Period = token.At("period").Text(),
        }.In(new FoundKey($"entry {index + 1}", token.At("label").Text()) { Issuer = token.At("issuerExt").Text() ?? token.At("issuerInt").Text() }));
    }

    private static byte[]? Secret(JsonElement? array)
    {
        var bytes = new List<byte>();
        foreach (var element in array.Each())
        {
            if (!int.TryParse(element.Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value is < sbyte.MinValue or > byte.MaxValue)
                return null;
            bytes.Add((byte)value);
        }

        return [.. bytes];
    }
}
