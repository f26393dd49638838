using System.Globalization;
using System.Net;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Played;

/// <summary>
/// Names that are guessed at for a long time: by a botnet whose every source sends as soon as it is looked at, and by a neighbour behind the
/// network that the person logs in from on every working day.
/// </summary>
public sealed class GuessingYear(int sources, TimeSpan length, int seed)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 6, 13, 17, TimeSpan.Zero);
    private static readonly LoginPolicy Policy = LoginPolicy.Default(new Decoy(new byte[32], DecoyMix.Default));

    /// <summary>Plays one name.</summary>
    public GuessedName Play(string name)
    {
        var random = new Random(HashCode.Combine(seed) ^ int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture));
        var bytes = new byte[20];
        random.NextBytes(bytes);
        var key = new TotpKey(bytes);
        var life = new Life(Person.Registered(name) with { Enrolments = Enrolments.None with { Totp = TotpEnrolment.New(key) } });

        var (bot, neighbour, own) = (Start.AddDays(1), Start.AddDays(1), Start);
        var end = Start + length;
        while (true)
        {
            var now = Earliest(bot, neighbour, own);
            if (now >= end)
                return new GuessedName(life.FromBots, life.FromNeighbour, life.Taken, life.OwnLogins, life.OwnLockouts);

            if (now == own)
            {
                life.LogIn(Home(1), key, now);
                own = now.AddDays(now.DayOfWeek == DayOfWeek.Friday ? 3 : 1);
            }
            else if (now == bot)
            {
                bot = life.Guess(Far(random.Next(sources)), Code(random), now, isBot: true) ?? now.AddSeconds(1);
            }
            else
            {
                neighbour = life.Guess(Home(9), Code(random), now, isBot: false) ?? now.AddSeconds(1);
            }
        }
    }

    private static DateTimeOffset Earliest(params ReadOnlySpan<DateTimeOffset> times)
    {
        var first = times[0];
        foreach (var time in times)
            first = time < first ? time : first;
        return first;
    }

    private static string Code(Random random) => random.Next(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    private static IPAddress Home(byte host) => new([192, 0, 2, host]);

    private static IPAddress Far(int source) => new([(byte)(20 + (source >> 16)), (byte)(source >> 8), (byte)source, 1]);

    private sealed class Life(Person person)
    {
        private Person person = person;

        public int FromBots { get; private set; }

        public int FromNeighbour { get; private set; }

        public int Taken { get; private set; }

        public int OwnLogins { get; private set; }

        public int OwnLockouts { get; private set; }

        /// <summary>When the next guess from there is looked at, if not at once.</summary>
        public DateTimeOffset? Guess(IPAddress from, string code, DateTimeOffset now, bool isBot)
        {
            var decision = LoginRules.Answer(person, new LoginAttempt(person.Name, from, "door"), 0, code, Policy, now);
            if (decision is LoginDecision.Allow)
                Taken++;
            if (!ReferenceEquals(decision.Next, person))
                (FromBots, FromNeighbour) = (FromBots + (isBot ? 1 : 0), FromNeighbour + (isBot ? 0 : 1));
            person = decision.Next;
            return person.Budget.LockedUntil(SourceNetwork.Of(from), Policy.Budgets, now);
        }

        public void LogIn(IPAddress from, TotpKey key, DateTimeOffset now)
        {
            var decision = LoginRules.Answer(person, new LoginAttempt(person.Name, from, "door"), 0, key.CodeAt(key.StepAt(now)), Policy, now);
            (OwnLogins, OwnLockouts) = decision is LoginDecision.Allow ? (OwnLogins + 1, OwnLockouts) : (OwnLogins, OwnLockouts + 1);
            person = decision.Next;
        }
    }
}

/// <summary>What became of a name.</summary>
/// <param name="FromBots">Codes of the botnet that were looked at.</param>
/// <param name="FromNeighbour">Codes of the neighbour that were looked at.</param>
/// <param name="Taken">Codes that were right.</param>
/// <param name="OwnLogins">Logins of the person by an app's code.</param>
/// <param name="OwnLockouts">Logins of the person for which only what nobody guesses would have been taken, because of the neighbour.</param>
public sealed record GuessedName(int FromBots, int FromNeighbour, int Taken, int OwnLogins, int OwnLockouts)
{
    /// <summary>The chance of one guess at an app of six digits: three of a million codes are right at a time.</summary>
    public const double OneGuess = 3e-6;

    /// <summary>The chance that one of so many guesses is right.</summary>
    public static double Odds(double guesses) => 1 - Math.Pow(1 - OneGuess, guesses);
}
