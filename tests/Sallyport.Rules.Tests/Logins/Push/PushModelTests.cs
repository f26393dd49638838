using FsCheck;
using FsCheck.Fluent;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Logins.Push;

/// <summary>
/// Random lives of a person with two devices: logins from two networks ask, devices say yes and no with right and wrong numbers, early and
/// late, devices go and come back, the clock jumps, authorities decide on stale state or crash before their write. A push opens at most one
/// login, only after its own device said yes with its number, and no more are sent in an hour than the policy says.
/// </summary>
public sealed class PushModelTests
{
    private static readonly string[] Sources = ["192.0.2.7", "198.51.100.1"];

    [Fact]
    public void No_push_opens_a_login_twice_or_without_a_yes()
    {
        var steps = Gen.Choose(0, int.MaxValue).ArrayOf(120);
        Prop.ForAll(steps.ToArbitrary(), Lives).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static void Lives(int[] steps)
    {
        var life = new Life();
        foreach (var step in steps)
            life.Take(step);
    }

    private sealed class Life
    {
        private readonly Site site = new();
        private readonly List<PhoneInHand> phones = [];
        private readonly List<(LoginAttempt Login, PendingPush Push)> logins = [];
        private readonly HashSet<PushId> yes = [];
        private readonly HashSet<PushId> opened = [];
        private readonly List<DateTimeOffset> sent = [];

        public Life()
        {
            phones.Add(PhoneInHand.Enrol(site, "alice", 1, "one"));
            phones.Add(PhoneInHand.Enrol(site, "alice", 2, "two"));
        }

        public void Take(int step)
        {
            var value = step / 16;
            switch (step % 16)
            {
                case 0:
                    site.Now += TimeSpan.FromSeconds(value % 150);
                    break;
                case 1:
                    site.Now += TimeSpan.FromMinutes(value % 50);
                    break;
                case 2 when value % 4 == 0:
                    Replace(value % 2);
                    break;
                case 3 or 4 or 5 or 6 or 7:
                    Ask(value);
                    break;
                case 8 or 9 or 10 or 11 or 12 when logins.Count > 0:
                    Answer(value);
                    break;
                default:
                    Collect(value);
                    break;
            }
        }

        private void Replace(int which)
        {
            site.Apply("alice", p => Enrolling.RemoveDevice(p, phones[which].Id, "alice"));
            phones[which] = PhoneInHand.Enrol(site, "alice", (byte)(10 + (sent.Count * 2) + which + (opened.Count * 40)), $"again {which}");
        }

        private void Ask(int value)
        {
            var login = Site.From("alice", Sources[value % 2]) with { Order = LoginOrder.CodeLast };
            var decision = site.Decide(login, login.User, $"push{site["alice"].Enrolments.Devices.All[value / 2 % 2].Number}");
            // A crash before the write: nobody was told.
            if (value % 7 == 0)
                return;
            site[login.User] = decision.Next;
            if (decision is not LoginDecision.Wait wait)
                return;

            sent.Add(site.Now);
            logins.Add((login, wait.Push));
            Assert.True(sent.Count(at => site.Now - at < TimeSpan.FromHours(1)) <= site.Policy.Push.PerHour);
        }

        private void Answer(int value)
        {
            var push = logins[^(1 + (value % Math.Min(3, logins.Count)))].Push;
            var phone = phones[value / 3 % 2];
            var reply = (value / 6 % 8) switch { 0 => PushReply.Deny, 1 => PushReply.NotMe, _ => PushReply.Approve };
            var number = value / 48 % 3 == 0 ? "00" : $"{push.Number!.Reveal()}";
            var stale = site["alice"];
            var result = phone.Answer(site, "alice", push, reply, number);
            if (value % 5 == 0)
            {
                site["alice"] = stale;
                return;
            }

            if (result != PushResult.Approved)
                return;
            Assert.True(reply == PushReply.Approve && number != "00" && push.Devices.Contains(phone.Id) && site.Now < push.Expires);
            Assert.True(yes.Add(push.Id), "a push was approved twice");
        }

        private void Collect(int value)
        {
            if (logins.Count == 0)
                return;
            var (login, push) = logins[value % logins.Count];
            var stale = site["alice"];
            var decision = site.Collect(login, push.Id);
            if (value % 5 == 0)
                site["alice"] = stale;
            else if (decision is LoginDecision.Allow)
                Assert.True(yes.Contains(push.Id) && opened.Add(push.Id), "a login was opened twice, or without a yes");
        }
    }
}
