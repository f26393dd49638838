using Sallyport.Profile;

namespace SshWith2fa.Routes;

/// <summary>
/// A sentence with which a call ends. Each has its paragraph in the help pages (src/Sallyport.Authority/Portal/Help/Text/refused.md), and a test
/// compares them. To add one: a member here, its paragraph there.
/// </summary>
/// <param name="Anchor">The paragraph's.</param>
/// <param name="Sentence">What is wrong and what to do next.</param>
internal sealed record Refusal(string Anchor, string Sentence)
{
    private const string AskedFor = "run \"ssh-with-2fa up\" once (it asks for the code and the password), then repeat this command";

    /// <summary>Without a terminal nobody there to answer; in a terminal <c>up</c> is the answer.</summary>
    public static Refusal NobodyHere { get; } = new("client-nobody-to-ask", "nobody can be asked for the code and the password here: there is no terminal and no SSH_ASKPASS; run \"ssh-with-2fa up\" in a terminal");

    /// <summary>No session is up, and the caller cannot be asked.</summary>
    public static Refusal NoSession(string host) => new("client-nobody-to-ask", $"no session with {host} is up; {AskedFor}");

    /// <summary>The session's owner limited what may use it.</summary>
    public static Refusal NotShared(string program) => new("client-not-shared", $"{program} may not use the session (see share in the settings), and nobody can be asked for a second factor; add it there, or run it in a terminal");

    /// <summary>Its master died.</summary>
    public static Refusal SessionEnded(string host) => new("client-session-ended", $"the session with {host} has ended; {AskedFor}");

    /// <summary>A call that only held forwards.</summary>
    public static Refusal ForwardsEnded(string host) => new("client-session-ended", $"the session with {host} ended, and its forwards with it");

    /// <summary>Its master lives, and did not answer for half a minute.</summary>
    public static Refusal SessionSilent(string host) => new("client-session-silent", $"the ssh of the session with {host} does not answer; it was not changed. Wait until it continues, or end it with \"ssh-with-2fa down\"");

    /// <summary>The server's MaxSessions, where the settings say <c>when-full = refuse</c>.</summary>
    public static Refusal NoMoreChannels(string host) => new("client-no-more-channels", $"{host} accepts no more channels on this session (MaxSessions), and the settings do not allow another connection; close something first");

    /// <summary>The session lives, and its forward is gone.</summary>
    public static Refusal PortClosed(string host, string port) => new("client-port-closed", $"the session with {host} is up, but nothing listens at its port {port}; \"ssh-with-2fa down\" and \"up\" fix this");

    /// <summary>The sentence, with the paragraph's address where the site has help pages.</summary>
    public string For(SiteProfile? site) => site?.Help is { } help ? $"{Sentence}. Help: {help}#{Anchor}" : Sentence;
}
