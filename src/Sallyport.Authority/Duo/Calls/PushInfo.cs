using System.Globalization;
using Sallyport.Authority.Duo.Wire;
using Sallyport.Authority.Logins;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Authority.Duo.Calls;

/// <summary>What a client tells of a login, to be shown on the device: <c>pushinfo</c> is a form of its own, <c>Server+IP=192.0.2.2&amp;Command=id</c>.</summary>
/// <param name="Command">What is to be run: visible characters, at most <see cref="PendingPush.MostCommand"/>. A longer command is cut, and says so.</param>
internal sealed record PushInfo(string? Command)
{
    /// <summary>The name of the parameter.</summary>
    public const string Parameter = "pushinfo";

    public static PushInfo Of(FormParameters parameters)
    {
        if (parameters.FindBytes(Parameter) is not { } told
            || FormParameters.TryParse(told, out var info, FormParameters.MaxBytesWithCommand) != FormFault.None)
        {
            return new(Command: null);
        }

        return new(info.FindBytes("Command") is { } command ? Shown(command) : null);
    }

    private static string Shown(byte[] command)
    {
        var text = WireText.Read(command, PendingPush.MostCommand + 1);
        if (text.Length <= PendingPush.MostCommand)
            return text;
        var rest = string.Create(CultureInfo.InvariantCulture, $" … (cut: {command.Length:N0} bytes)");
        return WireText.Read(command, PendingPush.MostCommand - rest.Length) + rest;
    }
}
