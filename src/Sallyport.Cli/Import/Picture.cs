using Sallyport.Cli.Doors;

namespace Sallyport.Cli.Import;

/// <summary>Pictures of QR codes, which Debian's zbarimg reads where it is installed.</summary>
internal static class Picture
{
    /// <summary>PNG, JPEG, GIF, BMP, WebP, by their first bytes.</summary>
    public static bool Is(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || bytes.StartsWith("GIF8"u8) || (bytes.StartsWith("BM"u8) && bytes.Length > 14 && bytes[6..10].IndexOfAnyExcept((byte)0) < 0) || (bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..12].SequenceEqual("WEBP"u8));

    /// <summary>The texts of the codes, one a line; null when zbarimg is not installed. No code: an empty text.</summary>
    public static async Task<string?> ReadAsync(string path, CancellationToken cancel) =>
        (await Tool.RunIfInstalledAsync("zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", path], cancel))?.Output;
}
