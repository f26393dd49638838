using FsCheck;
using FsCheck.Fluent;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Logins;

/// <summary>
/// Random lives of two people: right, wrong, old and stolen codes from several networks, enrolments, a clock that jumps both ways, and
/// authorities that decide on stale state or crash before their write. No life accepts a code twice or exceeds a budget.
/// </summary>
public sealed class LoginModelTests
{
    private static readonly string[] Sources = ["192.0.2.7", "192.0.2.8", "198.51.100.1", "2001:db8::1", "2001:db8::ffff", "203.0.113.5"];
    private static readonly string[] Names = ["alice", "nobody"];

    [Fact]
    public void No_life_accepts_a_code_twice_or_exceeds_a_budget()
    {
        var steps = Gen.Choose(0, int.MaxValue).ArrayOf(150);
        Prop.ForAll(steps.ToArbitrary(), Lives).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    private static void Lives(int[] steps)
    {
        var life = new Life();
        foreach (var step in steps)
            life.Take(step);
    }

    private sealed class Life
    {
        private readonly Site site = new Site().WithTotp("alice").WithRecoveryCodes("alice", "aaaaaa-aaaaa2", "aaaaaa-aaaaa3");
        private readonly HashSet<string> accepted = new(StringComparer.Ordinal);
        private readonly List<Guess> guesses = [];
        private TotpKey key = new(Site.Key);
        private DateTimeOffset latest;

        public void Take(int step)
        {
            var choice = step % 16;
            var value = step / 16;
            switch (choice)
            {
                case 0:
                    site.Now += TimeSpan.FromSeconds(value % 100);
                    break;
                case 1:
                    site.Now += TimeSpan.FromMinutes(value % 50);
                    break;
                case 2:
                    site.Now -= TimeSpan.FromSeconds(value % 4000);
                    break;
                case 3:
                    Enrol(value);
                    break;
                case 4:
                    IssueWebOtp();
                    break;
                default:
                    Answer(value, choice);
                    break;
            }

            latest = latest > site.Now ? latest : site.Now;
        }

        private void Enrol(int value)
        {
            var bytes = new byte[20];
            BitConverter.TryWriteBytes(bytes, value);
            var fresh = new TotpKey(bytes);
            site.Apply("alice", p => Enrolling.StartTotp(p, fresh, "alice"));
            if (value % 2 == 0)
                return;

            var code = fresh.CodeAt(fresh.StepAt(site.Now));
            site.Apply("alice", p => Enrolling.ConfirmTotp(p, code, "alice", site.Now));
            key = fresh;
            accepted.Add(Identity(code));
        }

        private void IssueWebOtp()
        {
            var hash = PasscodeHash.Of("ABCDE", new byte[16]);
            if (Enrolling.IssueWebOtp(site["alice"], hash, WebOtpPolicy.Default, "root", site.Now) is PersonChange.Done done)
            {
                site["alice"] = done.Next;
                accepted.Remove("web");
            }
        }

        private void Answer(int value, int choice)
        {
            var name = Names[value % 5 == 0 ? 1 : 0];
            var attempt = Site.From(name, Sources[value / 5 % Sources.Length]);
            var code = (value / 64 % 8) switch
            {
                0 or 1 => Code(0),
                2 => Code(-1),
                3 => Code(1),
                4 => "aaaaaa-aaaaa2",
                5 => "abcde",
                6 => Code(-2),
                _ => "000000",
            };
            var stale = site[name];
            var decision = LoginRules.Answer(stale, attempt, choice % 3, code, site.Policy, site.Now);

            // A second authority decides on the same state; compare-and-set lets one of the two write.
            if (choice == 15)
                _ = LoginRules.Answer(stale, attempt, 0, code, site.Policy, site.Now);

            // A crash before the write: the state is as before, and no answer has left.
            if (choice == 14)
                return;

            site[name] = decision.Next;
            Judge(attempt, code, stale.History.FailedCount, decision);
        }

        private void Judge(LoginAttempt attempt, string code, int before, LoginDecision decision)
        {
            var counted = decision.Next.History.FailedCount > before && decision is not LoginDecision.Allow;
            if (decision is LoginDecision.Allow)
            {
                Assert.Equal("alice", attempt.User);
                Assert.True(accepted.Add(Identity(code)), $"the code {Identity(code)} was accepted twice");
                guesses.RemoveAll(g => g.Name == attempt.User && g.Network == attempt.Network);
            }
            else if (counted && site.Now >= latest)
            {
                guesses.Add(new Guess(attempt.User, attempt.Network, site.Now));
                var hour = site.Now - site.Policy.Budgets.Lockout;
                Assert.True(
                    guesses.Count(g => g.Name == attempt.User && g.Network == attempt.Network && g.At > hour) <= site.Policy.Budgets.FailuresPerSource,
                    $"more than 5 guesses at {attempt.User} from {attempt.Network} within an hour");
            }
        }

        private string Code(int offset) => key.CodeAt(key.StepAt(site.Now) + offset);

        /// <summary>A TOTP code is itself and its step: the same six digits of another step are another code.</summary>
        private string Identity(string code)
        {
            if (code == "abcde")
                return "web";
            if (code.Length != 6)
                return code;
            return $"{Convert.ToHexString(key.Reveal())} {key.StepAt(site.Now) + key.Match(code, site.Now, TotpEnrolment.Window)}";
        }

        private sealed record Guess(string Name, SourceNetwork Network, DateTimeOffset At);
    }
}
