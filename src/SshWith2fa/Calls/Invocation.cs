using SshWith2fa.Configuration;
using SshWith2fa.Platform;
using SshWith2fa.Terminal;

namespace SshWith2fa.Calls;

/// <summary>One call of this program: what was typed and the environment it runs in.</summary>
/// <param name="Arguments">The words behind the command's name.</param>
/// <param name="Debug">--debug: each step of the decision is told.</param>
/// <param name="Ask">--ask: a person is there to answer, however the streams look.</param>
internal sealed record Invocation(
    IReadOnlyList<string> Arguments, bool Debug, bool Ask, IPlatform Platform, ClientPaths Paths, TimeProvider Time, ITerminal Terminal)
{
    /// <summary>Says a sentence and gives the exit code to return.</summary>
    public int Fail(int exitCode, string sentence)
    {
        Terminal.Say(sentence);
        return exitCode;
    }
}

/// <summary>Exit codes of our own commands (sysexits.h where it has one). ssh, scp and sftp return the real program's.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 64;

    /// <summary>A profile or a file of ours was refused.</summary>
    public const int BadData = 65;

    /// <summary>Nothing to do it with: no session, no portal, no program.</summary>
    public const int Unavailable = 69;

    /// <summary>As ssh's own when it cannot connect.</summary>
    public const int NoConnection = 255;
}
