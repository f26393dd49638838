using Sallyport.Cli.Import.Files;
using Sallyport.Cli.Import.Keys;

namespace Sallyport.Cli.Import;

/// <summary>
/// Every format that <c>sallyport import</c> knows. To add one: a class in <c>src/Sallyport.Cli/Import/Files</c>, its line here, a line in
/// docs/operators/import.md. The first that recognises a file reads it.
/// </summary>
internal static class Formats
{
    public static readonly IReadOnlyList<IKeyFileFormat> All =
    [
        new OtpauthLines(),
        new GoogleAuthenticatorHome(),
        new OathUsersFile(),
        new SkeyKeysFile(),
        new Aegis(),
        new TwoFas(),
        new FreeOtpPlus(),
        new Bitwarden(),
        new AndOtp(),
        new Pskc(),
        new KeePassXml(),
        new KeePassCsv(),
        new OathCsv(),
    ];

    /// <summary>The format of a file, or null when it is none of them: a text that only looks like a key is not one.</summary>
    public static IKeyFileFormat? Of(KeyFile file) => All.FirstOrDefault(format => format.Recognises(file));
}
