using System.Text.Json;

namespace Sallyport.Settings;

/// <summary>The names of C# as files, logs and the command line write them.</summary>
public static class KebabCase
{
    /// <summary><c>WrongCode</c> becomes <c>wrong-code</c>.</summary>
    public static string Of(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
