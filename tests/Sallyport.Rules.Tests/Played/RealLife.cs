using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Played;

/// <summary>A person of the model, day by day.</summary>
internal sealed class RealLife
{
    private static readonly DateTimeOffset From = new(2026, 2, 27, 0, 0, 0, TimeSpan.Zero);

    private readonly string name;
    private readonly SkeySheetOf? sheet;
    private readonly TotpKey? app;
    private readonly DateTimeOffset enrols;
    private readonly bool isCalculated;
    private readonly List<DateTimeOffset> logins = [];

    public RealLife(string name, Random random, bool withSheet)
    {
        this.name = name;
        if (withSheet || random.NextDouble() < 48 / 256.0)
        {
            sheet = new SkeySheetOf(random.Next(20, 480), $"sa{random.Next(100_000):D5}", $"sa{random.Next(100_000):D5}", 4 + random.Next(20));
        }
        else
        {
            var bytes = new byte[20];
            random.NextBytes(bytes);
            app = new TotpKey(bytes);
        }

        // One in twelve enrols while we look.
        enrols = !withSheet && random.NextDouble() < 1 / 12.0 ? From.AddDays(4 + random.Next(26)).AddHours(8 + (random.NextDouble() * 9)) : From;
        Work(random);
        // As many use a calculator as the site says.
        isCalculated = random.Next(256) < DecoyMix.Default.CalculatedOf256;
    }

    public Person At(DateTimeOffset now)
    {
        if (now < enrols)
            return Person.Registered(name);
        if (app is not null)
            return Person.Registered(name) with { Enrolments = Enrolments.None with { Totp = TotpEnrolment.New(app) } };

        var (line, seed) = sheet!.After(logins.Count(at => at <= now));
        return Person.Registered(name) with
        {
            Enrolments = Enrolments.None with { Skey = new SkeySequence(SkeyAlgorithm.Sha1, SkeySeed.Parse(seed)!, line, SkeyHash.FromBytes(new byte[8])) { IsCalculated = isCalculated } },
        };
    }

    private void Work(Random random)
    {
        var aDay = 0.3 * Math.Pow(2, random.NextDouble() * 3.6);
        var (begins, hours) = (6.5 + (random.NextDouble() * 3.5), 7 + (random.NextDouble() * 3));
        var weekend = Math.Pow(random.NextDouble(), 3) * 0.7;
        var away = random.NextDouble() < 0.25 ? random.Next(4) : -1;
        for (var day = 0; day < 36; day++)
        {
            var date = From.AddDays(day);
            var busy = -Math.Log(1 - (random.NextDouble() * 0.97));
            var weight = date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? weekend : 1;
            if (random.NextDouble() < 0.1 || (day - 3) / 7 == away)
                continue;
            for (var i = Poisson(aDay * busy * weight, random); i > 0; i--)
            {
                var isOdd = random.NextDouble() < 0.07;
                logins.Add(date.AddHours(isOdd ? random.NextDouble() * 24 : begins + (random.NextDouble() * hours)));
            }
        }
    }

    private static int Poisson(double mean, Random random)
    {
        var (limit, product, count) = (Math.Exp(-mean), random.NextDouble(), 0);
        for (; product > limit; count++)
            product *= random.NextDouble();
        return count;
    }

    private sealed record SkeySheetOf(int Line, string Seed, string Next, int Left)
    {
        public (int Line, string Seed) After(int logins) =>
            Line - logins > Left ? (Line - logins, Seed) : (500 - (logins - Math.Max(0, Line - Left)), Next);
    }
}
