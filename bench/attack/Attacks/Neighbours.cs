using System.Diagnostics;
using System.Net;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Radius;
using Sallyport.Bench.Attack.Site;

namespace Sallyport.Bench.Attack.Attacks;

/// <summary>A client, or one name, sends as much as it can; the others want their answers.</summary>
internal sealed class Neighbours : IDrill
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    /// <summary>After this a client sends its request again; the wait is in the figure.</summary>
    private static readonly TimeSpan Resend = TimeSpan.FromSeconds(3);

    public string Name => "neighbours";

    public string About => $"one name, then one client, sends wrong codes for {Length.TotalSeconds} s as fast as it can beside a person who logs in";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        var figures = new List<Figure>();
        // The flood comes by another client's address in the second part, and by the same client under another name in the first.
        figures.AddRange(await FloodAsync("one name", AttackedAuthority.Client, _ => "mallory", cancel));
        figures.AddRange(await FloodAsync("one client, a new name each time", AttackedAuthority.OtherClient, number => $"name{number}", cancel));
        return figures;
    }

    private static async Task<IReadOnlyList<Figure>> FloodAsync(string what, IPAddress from, Func<int, string> name, CancellationToken cancel)
    {
        await using var authority = await AttackedAuthority.StartAsync(new AuthorityOptions(), cancel);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var flood = Task.Factory.StartNew(() => Flood(authority, from, name, ending.Token), cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var (times, begun, letIn, logins) = (new List<double>(), Stopwatch.GetTimestamp(), 0, 0);
        using var good = new RadiusCaller(authority.Radius, AttackedAuthority.Client);
        for (; Stopwatch.GetElapsedTime(begun) < Length; logins++)
        {
            // A person each, who has a code that was not used.
            var user = $"person{logins}";
            var key = await authority.EnrolAsync(user, cancel);
            var started = Stopwatch.GetTimestamp();
            var asked = await good.AskAsync(user, string.Empty, null, "198.18.0.1", Resend, cancel);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            started = Stopwatch.GetTimestamp();
            letIn += (await good.AskAsync(user, AttackedAuthority.CodeNow(key), asked.State, "198.18.0.1", Resend, cancel)).Code == PacketCode.AccessAccept ? 1 : 0;
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(50, cancel);
        }

        await ending.CancelAsync();
        var sent = await flood;
        times.Sort();
        return
        [
            new Figure($"{what}: wrong codes sent a second", sent / Length.TotalSeconds, Aim.None),
            new Figure($"{what}: requests shed, of those that arrived", authority.Drops.GetValueOrDefault(nameof(DropReason.TooBusy)), Aim.None),
            new Figure($"{what}: good logins that were let in, share", (double)letIn / logins, Aim.Exactly(1)),
            new Figure($"{what}: median of the others' answers, ms", times[times.Count / 2], Aim.None),
            new Figure($"{what}: 99 % of the others' answers, ms", times[times.Count * 99 / 100], Aim.Under(50)),
            new Figure($"{what}: slowest of {times.Count} answers, ms", times[^1], Aim.None),
        ];
    }

    private static long Flood(AttackedAuthority authority, IPAddress from, Func<int, string> name, CancellationToken cancel)
    {
        using var flooder = new RadiusCaller(authority.Radius, from);
        var sent = 0;
        for (; !cancel.IsCancellationRequested; sent++)
        {
            flooder.SendSigned(name(sent), "000000", $"198.{18 + (sent >> 16 & 1)}.{sent >> 8 & 255}.1");
            flooder.CountAnswers();
        }

        return sent;
    }
}
