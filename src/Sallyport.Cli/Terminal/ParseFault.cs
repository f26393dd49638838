using System.CommandLine.Parsing;

namespace Sallyport.Cli.Terminal;

/// <summary>What is wrong with a command line, as a sentence.</summary>
internal static class ParseFault
{
    /// <summary>The library names the type of a value, which is a word for programmers.</summary>
    public static string Sentence(ParseError fault) =>
        !fault.Message.Contains("as expected type", StringComparison.Ordinal) ? fault.Message.Split('\n')[0].TrimEnd('\r') : fault.SymbolResult switch
        {
            OptionResult option => $"{option.Option.Name} takes {Kind(option.Option.ValueType)}, not '{Value(option)}'",
            ArgumentResult { Parent: OptionResult option } => $"{option.Option.Name} takes {Kind(option.Option.ValueType)}, not '{Value(option)}'",
            ArgumentResult argument => $"{argument.Argument.HelpName ?? argument.Argument.Name} must be {Kind(argument.Argument.ValueType)}, not '{Value(argument)}'",
            _ => "a value on the command line has the wrong form",
        };

    private static string Value(SymbolResult result) => string.Join(' ', result.Tokens.Select(token => token.Value));

    private static string Kind(Type type)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        if (kind.IsEnum)
            return string.Join(" or ", Enum.GetNames(kind)).ToLowerInvariant();
        if (kind == typeof(int) || kind == typeof(long))
            return "a whole number";
        if (kind == typeof(double))
            return "a number";
        return kind == typeof(FileInfo) || kind == typeof(DirectoryInfo) ? "a path" : "another kind of value";
    }
}
