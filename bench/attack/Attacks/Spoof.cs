using System.Security.Cryptography;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Radius;
using Sallyport.Bench.Attack.Site;
using Sallyport.Rules.Audit;

namespace Sallyport.Bench.Attack.Attacks;

/// <summary>A local account without the RADIUS secret makes packets up.</summary>
internal sealed class Spoof : IDrill
{
    private const int MadeUpPasswords = 64_000;
    private const int WithoutPassword = 66_500;
    private const int Burst = 500;

    public string Name => "spoof";

    public string About => $"{MadeUpPasswords} made-up passwords and {WithoutPassword} requests without one, sent on loopback without the secret";

    public async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await using var authority = await AttackedAuthority.StartAsync(new AuthorityOptions(), cancel);
        var key = await authority.EnrolAsync("alice", cancel);
        var events = await EventsAsync(authority, cancel);
        using var good = new RadiusCaller(authority.Radius);
        var asked = await good.AskAsync("alice", string.Empty, null, "198.18.0.1", cancel);

        using var spoofer = new RadiusCaller(authority.Radius);
        for (var packet = 0; packet < MadeUpPasswords + WithoutPassword; packet++)
        {
            byte[] password = packet < MadeUpPasswords ? RandomNumberGenerator.GetBytes(WireSizes.PasswordBlock) : [];
            spoofer.SendUnproved("alice", password, "198.18.0.1");
            // An answer to a request behind them shows that those before it arrived: none is lost on the way.
            if (packet % Burst == Burst - 1)
                await good.AskAsync("bob", string.Empty, null, "198.18.0.1", cancel);
        }

        await good.AskAsync("bob", string.Empty, null, "198.18.0.1", cancel);
        var answers = spoofer.CountAnswers();
        var unproved = authority.Drops.GetValueOrDefault(nameof(DropReason.NoProofOfSecret));
        var counted = await EventsAsync(authority, cancel) - events;
        var accepted = await good.AskAsync("alice", AttackedAuthority.CodeNow(key), asked.State, "198.18.0.1", cancel);
        return
        [
            new Figure("packets dropped as unproved", unproved, Aim.Exactly(MadeUpPasswords + WithoutPassword)),
            new Figure("answers got", answers, Aim.Exactly(0)),
            new Figure("audit rows caused", counted, Aim.Exactly(0)),
            new Figure("the conversation opened before them still lets its person in", accepted.Code == PacketCode.AccessAccept ? 1 : 0, Aim.Exactly(1)),
        ];
    }

    private static async Task<int> EventsAsync(AttackedAuthority authority, CancellationToken cancel) =>
        (await authority.Store.TailAsync(0, int.MaxValue, cancel)).Count(row => row.Event.Kind != AuditKind.AuthorityStarted);
}
