using Sallyport.Profile;
using SshWith2fa.Calls;
using SshWith2fa.Configuration;
using SshWith2fa.Master;
using SshWith2fa.Platform;
using SshWith2fa.Routes;
using SshWith2fa.Session;

namespace SshWith2fa.Commands;

/// <summary>Watches over a session in the background until it ends.</summary>
internal static class MonitorCommand
{
    // A master that waits for its LocalCommand answers when that is done; a slow login server needs a while.
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(30);

    public static async Task<int> Run(Invocation call, CancellationToken cancel)
    {
        if (call.Arguments is not [var user] || !Grammar.IsUser(user))
            return ExitCodes.Usage;
        var inputs = new RouteInputs(call.Platform, call.Paths, call.Time, call.Ask);
        if (inputs.Site?.Profile is not { } site)
            return ExitCodes.Unavailable;
        Files.MakePrivateDirectory(call.Paths.Runtime);
        // A session that was begun just before the watch was left has a monitor that saw it taken and ended: so look again.
        int? ended;
        do
            ended = await WatchOnce(call, site, user, inputs, cancel);
        while (ended is null && SessionState.Recorded(call.Paths) is not null);
        return ended ?? ExitCodes.Done;
    }

    // Null when a session was watched to its end.
    private static async Task<int?> WatchOnce(Invocation call, SiteProfile site, string user, RouteInputs inputs, CancellationToken cancel)
    {
        using var only = await TakeWatchInTime(call, cancel);
        if (only is null)
            return ExitCodes.Done;
        if (Files.ReadText(call.Paths.SessionState) is null)
        {
            using var turn = LoginTurn.TakeToSettle(call, site.LoginServer.Name);
            if (Files.ReadText(call.Paths.SessionState) is null)
            {
                var settled = new SessionSetup(call, site).Settle(user, inputs.Location(), until: null, terminal: null, FirstAnswer);
                if (settled.Outcome != StartOutcome.Up)
                    return settled.ExitCode;
            }
        }
        await new SessionMonitor(call, site).Watch(cancel);
        return null;
    }

    // The monitor of a session that has just ended takes a few seconds to notice. One that watches a recorded session stays.
    private static async Task<FileStream?> TakeWatchInTime(Invocation call, CancellationToken cancel)
    {
        for (var tries = 0; tries < 30; tries++)
        {
            if (TakeWatch(call.Paths) is { } watch)
                return watch;
            if (Files.ReadText(call.Paths.SessionState) is not null)
                return null;
            await Task.Delay(TimeSpan.FromMilliseconds(500), call.Time, cancel);
        }
        return null;
    }

    // One monitor at a time: the file stays locked as long as this process lives.
    private static FileStream? TakeWatch(ClientPaths paths)
    {
        try
        {
            return new FileStream(Path.Combine(paths.Runtime, "keeper"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
