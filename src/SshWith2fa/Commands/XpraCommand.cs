using SshWith2fa.Arguments;
using SshWith2fa.Calls;
using SshWith2fa.Platform;
using SshWith2fa.Programs;
using SshWith2fa.Routes;

namespace SshWith2fa.Commands;

/// <summary>Runs a program with windows on an inside host by xpra, whose ssh goes by the right way.</summary>
internal static class XpraCommand
{
    public const string Synopsis = "xpra HOST COMMAND... [-- XPRA-OPTION...]";

    public static Task<int> Run(Invocation call, CancellationToken cancel) => Task.FromResult(Go(call));

    private static int Go(Invocation call)
    {
        var own = call.Arguments.TakeWhile(word => word != "--").ToArray();
        if (own.Length < 2 || Destination.OfSsh(own[0]) is not { } destination || destination.Host.StartsWith('-'))
            return call.Fail(ExitCodes.Usage, "write ssh-with-2fa " + Synopsis);
        var inputs = new RouteInputs(call.Platform, call.Paths, call.Time, call.Ask);
        if (inputs.Site?.Profile is not { } site)
            return LocalPorts.NotSetUp(call);
        if (site.HostNamed(destination.Host) is null)
            return call.Fail(ExitCodes.Usage, $"{destination.Host} is not one of {site.Site}'s hosts; use xpra itself");
        if (Array.Find(own[1..], word => !IsSafe(word)) is { } word)
            return call.Fail(ExitCodes.Usage, $"\"{word}\" cannot be passed through xpra, which loses quotes on its way through ssh; put the command into a script on {destination.Host} and give its name");
        // xpra's ssh has no terminal that a code could be asked for in.
        if (inputs.Session() is null && inputs.Location() == NetworkLocation.Outside)
            return LocalPorts.NotUp(call);
        if (RealPrograms.Find("xpra", call.Platform) is not { } xpra)
            return call.Fail(ExitCodes.Unavailable, "there is no xpra in PATH; install it here and on the remote host");
        return call.Platform.Become(xpra, Arguments(call.Platform.OwnPath, destination, own[1..], call.Arguments.Skip(own.Length + 1)), []);
    }

    /// <summary>"start" on the far host with the command as its child: when that ends, so does everything.</summary>
    public static IReadOnlyList<string> Arguments(string ownPath, Destination destination, IReadOnlyList<string> command, IEnumerable<string> more) =>
    [
        "start",
        $"ssh://{(destination.User is { } user ? user + "@" : "")}{destination.Host}/",
        "--ssh=" + Quoted(ownPath) + " ssh -x",
        "--start-child=" + string.Join(' ', command),
        "--exit-with-children=yes",
        "--mdns=no",
        .. more,
    ];

    // xpra 3 hands the command to a far shell within double quotes that it does not guard, and splits it at spaces later.
    private static bool IsSafe(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=@%+,?~".Contains(c, StringComparison.Ordinal));

    // xpra splits this one as a shell would (shlex).
    private static string Quoted(string word) => IsSafe(word) ? word : "'" + word.Replace("'", "'\"'\"'", StringComparison.Ordinal) + "'";
}
