using Sallyport.Authority.Configuration;
using Sallyport.Authority.Radius;
using Sallyport.Bench.Attack.Site;

namespace Sallyport.Bench.Attack.Attacks;

/// <summary>A code is used by many at the same moment.</summary>
internal sealed class Race : IDrill
{
    private const int Races = 20;
    private const int AtOnce = 200;

    public string Name => "race";

    public string About => $"{AtOnce} logins at a time with one code, over RADIUS and the Duo protocol mixed, {Races} times";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await using var authority = await AttackedAuthority.StartAsync(new AuthorityOptions(), cancel);
        using var duo = await DuoCaller.RegisterAsync(authority, cancel);
        var letIn = new List<int>();
        for (var race = 0; race < Races; race++)
            letIn.Add(await RaceAsync(authority, duo, $"person{race}", cancel));
        return
        [
            new Figure("logins let in by the races with the most", letIn.Max(), Aim.Exactly(1)),
            new Figure("logins let in by the races with the fewest", letIn.Min(), Aim.Exactly(1)),
        ];
    }

    private static async Task<int> RaceAsync(AttackedAuthority authority, DuoCaller duo, string user, CancellationToken cancel)
    {
        var key = await authority.EnrolAsync(user, cancel);
        var code = AttackedAuthority.CodeNow(key);
        // Everybody is ready before the first answer is sent.
        var ready = new CountdownEvent(AtOnce);
        var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var logins = Enumerable.Range(0, AtOnce).Select(number => number % 2 == 0
            ? ByRadiusAsync(authority, user, code, Source(number), Ready, cancel)
            : ByDuoAsync(duo, user, code, Source(number), Ready, cancel)).ToList();
        await Task.Run(() => ready.Wait(cancel), cancel);
        begin.SetResult();
        return (await Task.WhenAll(logins)).Count(isIn => isIn);

        Task Ready()
        {
            ready.Signal();
            return begin.Task;
        }
    }

    private static async Task<bool> ByRadiusAsync(
        AttackedAuthority authority, string user, string code, string source, Func<Task> ready, CancellationToken cancel)
    {
        using var caller = new RadiusCaller(authority.Radius);
        var asked = await caller.AskAsync(user, string.Empty, null, source, cancel);
        await ready();
        return (await caller.AskAsync(user, code, asked.State, source, cancel)).Code == PacketCode.AccessAccept;
    }

    private static async Task<bool> ByDuoAsync(DuoCaller duo, string user, string code, string source, Func<Task> ready, CancellationToken cancel)
    {
        await ready();
        return await duo.IsLetInAsync(user, code, source, cancel);
    }

    private static string Source(int number) => $"198.18.{number}.1";
}
