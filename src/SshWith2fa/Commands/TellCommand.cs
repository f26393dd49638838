using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Platform;
using SshWith2fa.Profile;
using SshWith2fa.Routes;
using SshWith2fa.Session;

namespace SshWith2fa.Commands;

/// <summary>The ProxyCommand of a connection that is not to be made: one sentence for the person, and no connection.</summary>
internal static class TellCommand
{
    public static Task<int> Run(Invocation call, CancellationToken cancel) => Task.FromResult(call.Arguments switch
    {
        ["down", var host] => Fail(call, Refusal.NoSession(host)),
        _ => Say(call, "no connection"),
    });

    /// <summary>Says a sentence as a ProxyCommand. With ControlPersist ssh sends a ProxyCommand's words to /dev/null; then they go to that ssh's own standard error.</summary>
    public static int Fail(Invocation call, Refusal refusal) => Say(call, refusal.For(Site(call)));

    private static int Say(Invocation call, string sentence)
    {
        if (!IsMuted() || !Notices.SendTo(CallingProcess.Find().Process, sentence))
            call.Terminal.Say(sentence);
        return ExitCodes.NoConnection;
    }

    private static SiteProfile? Site(Invocation call) => Files.ReadText(call.Paths.SiteFile) is { } text ? SiteFile.Read(text)?.Profile : null;

    private static bool IsMuted() => OperatingSystem.IsLinux() && new FileInfo("/proc/self/fd/2").LinkTarget == "/dev/null";
}
