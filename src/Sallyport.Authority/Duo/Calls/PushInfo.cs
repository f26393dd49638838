using System.Collections.Immutable;
using System.Globalization;
using Sallyport.Authority.Duo.Wire;
using Sallyport.Authority.Logins;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Authority.Duo.Calls;

/// <summary>What a client tells of a login, to be shown on the device.</summary>
/// <param name="Command">What is to be run: visible characters, at most <see cref="PendingPush.MostCommand"/>. A longer command is cut, and says so.</param>
/// <param name="Told">What else it says: <c>type</c>, <c>display_username</c>, and the pairs of <c>pushinfo</c>.</param>
internal sealed record PushInfo(string? Command, ToldByHost Told)
{
    /// <summary>A form of its own: <c>Server+IP=192.0.2.2&amp;Command=id</c>.</summary>
    public const string Parameter = "pushinfo";

    private const string CommandName = "Command";

    public static PushInfo Of(FormParameters parameters)
    {
        var info = FormParameters.Empty;
        if (parameters.FindBytes(Parameter) is { } pairs && FormParameters.TryParse(pairs, out var read, FormParameters.MaxBytesWithCommand) == FormFault.None)
            info = read;

        return new(
            info.FindBytes(CommandName) is { } command ? Shown(command, PendingPush.MostCommand) : null,
            new(
                Shown(parameters.FindBytes("type"), ToldByHost.MostText),
                Shown(parameters.FindBytes("display_username"), ToldByHost.MostText),
                [.. info.Names.Where(name => name != CommandName).Take(ToldByHost.MostFacts).Select(name => FactOf(info, name)).OfType<ToldFact>()]));
    }

    private static ToldFact? FactOf(FormParameters info, string name) => Shown(info.FindBytes(name), ToldByHost.MostText) is { } value
        ? new(Shown(FormParameters.BytesOf(name), ToldByHost.MostText)!, value)
        : null;

    private static string? Shown(byte[]? bytes, int most)
    {
        if (bytes is null)
            return null;
        var text = WireText.Read(bytes, most + 1);
        if (text.Length <= most)
            return text;
        var rest = string.Create(CultureInfo.InvariantCulture, $" … (cut: {bytes.Length:N0} bytes)");
        return WireText.Read(bytes, most - rest.Length) + rest;
    }
}
