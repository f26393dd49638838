using System.Net;
using System.Security.Cryptography;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Portal;

/// <summary>Each row is an attack on a login of Ada's that waits for her phone, over HTTP. None may approve it.</summary>
public sealed class PushAttackTests
{
    private static readonly Dictionary<string, Func<Scene, Task>> Attacks = new(StringComparer.Ordinal)
    {
        ["approval without a signature"] = scene => scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "42", ""),
        ["approval with a signature of nonsense"] = scene =>
            scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "42", Convert.ToBase64String(new byte[64]).TrimEnd('=')),
        ["approval signed by another user's device, in its own name"] = scene => scene.Eve.AnswerAsync(scene.Push, PushReply.Approve, "42"),
        ["approval signed by another user's device, in Ada's name"] = scene => scene.Eve.AnswerAsync(
            "ada", scene.Eve.Id, scene.Push, PushReply.Approve, "42", scene.Eve.Signed("ada", scene.Push, PushReply.Approve, "42")),
        ["approval signed by another user's device, under the phone's id"] = scene => scene.Eve.AnswerAsync(
            "ada", scene.Ada.Id, scene.Push, PushReply.Approve, "42", scene.Eve.Signed("ada", scene.Push, PushReply.Approve, "42")),
        ["a deny turned into an approval"] = scene =>
            scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "42", scene.Ada.Signed("ada", scene.Push, PushReply.Deny, "")),
        ["an approval with other digits given the right ones"] = scene =>
            scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "42", scene.Ada.Signed("ada", scene.Push, PushReply.Approve, "41")),
        ["an approval of an earlier login replayed"] = async scene =>
        {
            var earlier = scene.Ada.Signed("ada", scene.Push, PushReply.Approve, "42");
            var next = await scene.Ada.AskAsync();
            await scene.Ada.AnswerAsync(next, PushReply.Approve, "42", earlier);
            await scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "42", earlier);
        },
        ["an approval after a denial"] = async scene =>
        {
            await scene.Ada.AnswerAsync(scene.Push, PushReply.Deny, "");
            await scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "42");
        },
        ["an approval that comes too late"] = async scene =>
        {
            scene.Site.Clock.Advance(TimeSpan.FromMinutes(1));
            await scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "42");
        },
        ["an approval by a device that was removed"] = async scene =>
        {
            var ada = await scene.Site.Store.FindAsync("ada", CancellationToken.None);
            scene.Site.Store.Put(Assert.IsType<PersonChange.Done>(Enrolling.RemoveDevice(ada, scene.Ada.Id, "ada")).Next);
            await scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "42");
        },
        ["an approval by a device of a person who was locked"] = async scene =>
        {
            var ada = await scene.Site.Store.FindAsync("ada", CancellationToken.None);
            scene.Site.Store.Put(Assert.IsType<PersonChange.Done>(Enrolling.Lock(ada, "root")).Next);
            await scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "42");
        },
        ["three guesses at the digits, then the right ones"] = async scene =>
        {
            foreach (var guess in new[] { "10", "11", "12", "42" })
                await scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, guess);
        },
        ["digits with spaces, signs and other scripts around them"] = async scene =>
        {
            await scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, " 42");
            await scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "+42");
            await scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "４２");
        },
        ["no digits"] = scene => scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, ""),
        ["a device enrolled by another person's ticket"] = async scene =>
            await scene.Eve.BringTicketAsync(await scene.Eve.GetTicketAsync(), "ada"),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task nothing_is_approved_by(string attack)
    {
        await using var scene = await Scene.SetAsync();
        await Attacks[attack](scene);

        var devices = (await scene.Site.Store.FindAsync("ada", TestContext.Current.CancellationToken)).Enrolments.Devices;
        Assert.NotEqual(PushVerdict.Approved, devices.Push?.Verdict);
        Assert.InRange(devices.All.Length, 0, 1);
    }

    [Fact]
    public async Task junk_from_behind_the_same_nat_does_not_keep_the_person_from_answering()
    {
        await using var scene = await Scene.SetAsync();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 100; i++)
            statuses.Add((await scene.Eve.AnswerAsync("ada", scene.Ada.Id, scene.Push, PushReply.Approve, "42", "junk")).Status);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);

        Assert.Equal(HttpStatusCode.OK, (await scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "42")).Status);
        var devices = (await scene.Site.Store.FindAsync("ada", TestContext.Current.CancellationToken)).Enrolments.Devices;
        Assert.Equal(PushVerdict.Approved, devices.Push?.Verdict);
    }

    [Fact]
    public async Task the_scene_itself_is_approved_by_the_right_answer()
    {
        await using var scene = await Scene.SetAsync();
        var answer = await scene.Ada.AnswerAsync(scene.Push, PushReply.Approve, "42");

        Assert.Contains("approved", answer.Body, StringComparison.Ordinal);
        Assert.Equal(PushVerdict.Approved, (await scene.Site.Store.FindAsync("ada", TestContext.Current.CancellationToken)).Enrolments.Devices.Push!.Verdict);
    }

    [Fact]
    public async Task who_is_not_the_device_learns_nothing_of_what_waits()
    {
        await using var scene = await Scene.SetAsync();
        var now = scene.Site.Clock.GetUtcNow();

        Assert.Equal(HttpStatusCode.Forbidden, (await scene.Eve.ListenAsync("ada", scene.Ada.Id, now)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await scene.Eve.ListenAsync("ada", scene.Eve.Id, now)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await scene.Eve.ListenAsync("nobody", scene.Eve.Id, now)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await scene.Ada.ListenAsync("ada", scene.Ada.Id, now.AddMinutes(-2))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await scene.Ada.ListenAsync("ada", scene.Ada.Id, now, "/portal/push/other")).Status);
    }

    [Fact]
    public async Task a_ticket_is_told_apart_neither_from_none_nor_from_a_stranger_s()
    {
        await using var scene = await Scene.SetAsync();
        var ticket = await scene.Ada.GetTicketAsync();
        scene.Site.Clock.Advance(PortalPolicy.Default.LinkLife);
        var late = await scene.Ada.BringTicketAsync(ticket, "ada");
        var wrong = await scene.Ada.BringTicketAsync("999999-999999", "eve");
        var nobody = await scene.Ada.BringTicketAsync("999999-999999", "nobody");

        Assert.Equal(HttpStatusCode.Forbidden, late.Status);
        Assert.Equal((late.Status, late.Body), (wrong.Status, wrong.Body));
        Assert.Equal((late.Status, late.Body), (nobody.Status, nobody.Body));
    }

    [Fact]
    public async Task a_key_is_enrolled_only_by_who_holds_it()
    {
        await using var scene = await Scene.SetAsync();
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        using var newcomer = Phone.Of(scene.Site, "ada");
        var ticket = await newcomer.GetTicketAsync();

        Assert.Equal(HttpStatusCode.Forbidden, (await newcomer.BringTicketAsync(ticket, "ada", other)).Status);
        Assert.Equal(HttpStatusCode.OK, (await newcomer.BringTicketAsync(ticket, "ada")).Status);
    }

    private sealed class Scene(PortalSite site, Phone ada, Phone eve, PushId push) : IAsyncDisposable
    {
        public PortalSite Site => site;

        public Phone Ada => ada;

        public Phone Eve => eve;

        /// <summary>A login of Ada's that waits.</summary>
        public PushId Push => push;

        public static async Task<Scene> SetAsync()
        {
            var site = await PortalSite.StartAsync();
            site.AddTotp("ada");
            site.AddTotp("eve");
            var ada = await Phone.EnrolAsync(site, "ada");
            return new Scene(site, ada, await Phone.EnrolAsync(site, "eve"), await ada.AskAsync());
        }

        public async ValueTask DisposeAsync()
        {
            ada.Dispose();
            eve.Dispose();
            await site.DisposeAsync();
        }
    }
}
