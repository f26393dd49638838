using SshWith2fa.Browser;
using SshWith2fa.Calls;
using SshWith2fa.Platform;
using SshWith2fa.Programs;

namespace SshWith2fa.Commands;

/// <summary>Opens an inside page in a Chromium that goes through the session and forgets everything when it is closed.</summary>
internal static class OpenCommand
{
    public const string Synopsis = "open URL [-- BROWSER-OPTION...]";

    public static async Task<int> Run(Invocation call, CancellationToken cancel)
    {
        string[] rest = [.. call.Arguments.Skip(1)];
        if (call.Arguments is not [var typed, ..] || (rest.Length > 0 && rest[0] != "--"))
            return call.Fail(ExitCodes.Usage, "write ssh-with-2fa " + Synopsis);
        if (Chromium.Address(typed) is not { } address)
            return call.Fail(ExitCodes.Usage, "that is not the address of a web page (http:// or https://)");
        if (LocalPorts.Find(call) is not { } ports)
            return LocalPorts.NotSetUp(call);
        if (!ports.IsUp)
            return LocalPorts.NotUp(call);
        if (ports.Socks is not { } socks)
            return call.Fail(ExitCodes.Unavailable, "the session has no SOCKS port today; \"ssh-with-2fa status\" shows what it has");
        if (Chromium.Find(call.Platform) is not { } browser)
            return call.Fail(ExitCodes.Unavailable, "there is no Chromium, Chrome, Edge or Brave here; install one");
        Files.MakePrivateDirectory(call.Paths.Runtime);
        var profile = Path.Combine(call.Paths.Runtime, "browser" + Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Files.MakePrivateDirectory(profile);
        try
        {
            return call.Platform.Run(browser, Chromium.Arguments(profile, socks, address, rest.Skip(1)), []);
        }
        finally
        {
            await Forget(profile, call.Time, cancel);
        }
    }

    // A helper process of the browser's may still be writing.
    private static async Task Forget(string profile, TimeProvider time, CancellationToken cancel)
    {
        for (var tries = 0; tries < 20 && Directory.Exists(profile); tries++)
        {
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancel);
            }
        }
    }
}
