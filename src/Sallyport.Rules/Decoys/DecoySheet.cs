using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sallyport.Rules.Decoys;

/// <summary>
/// How many lines of a sheet were used: as a person uses them, at the person's hours, some days none and some days many. Time is cut into
/// blocks of four weeks. What was used up to the beginning of a block follows from its number alone, so that no answer has to count from the
/// beginning of the sheet; what was used within a block is dealt out to its days and hours.
/// </summary>
internal static class DecoySheet
{
    private const int Weeks = 4;
    private const int Days = Weeks * 7;

    /// <summary>Lines used up to now: never fewer at a later time.</summary>
    /// <param name="seed">32 bytes of the sheet.</param>
    /// <param name="habits">How the person works.</param>
    /// <param name="linesAWeek">How many lines an average week uses.</param>
    /// <param name="clock">The site's hours.</param>
    /// <param name="began">The day of the first sheet.</param>
    /// <param name="now">The authority's time.</param>
    /// <param name="until">Brought forward to when the answer may change.</param>
    public static int UsedAt(
        ReadOnlySpan<byte> seed, DecoyHabits habits, double linesAWeek, DecoyClock clock, DateOnly began, DateTimeOffset now, ref DateTimeOffset until)
    {
        var block = Math.Max(0, (clock.DayOf(now).DayNumber - began.DayNumber) / Days);
        var first = began.AddDays(block * Days);

        var before = UsedBefore(block, seed, linesAWeek);
        var within = UsedBefore(block + 1, seed, linesAWeek) - before;
        var blockEnds = clock.AlmostMidnightAfter(first.AddDays(Days - 1));
        until = until < blockEnds ? until : blockEnds;
        return before + Passed(BlockSeed("days", block, seed), first, within, habits, clock, now, ref until);
    }

    /// <summary>The average pace, give or take half a block: no two blocks are alike, and none takes back what another gave.</summary>
    private static int UsedBefore(int block, ReadOnlySpan<byte> seed, double linesAWeek)
    {
        if (block == 0)
            return 0;
        var chance = BinaryPrimitives.ReadUInt16BigEndian(BlockSeed("start", block, seed)) / 65536.0;
        return (int)(linesAWeek * Weeks * (block + (0.6 * chance)));
    }

    private static int Passed(
        ReadOnlySpan<byte> seed, DateOnly first, int logins, DecoyHabits habits, DecoyClock clock, DateTimeOffset now, ref DateTimeOffset until)
    {
        Span<byte> room = stackalloc byte[DecoyDraws.Room];
        var draws = new DecoyDraws(seed, room);
        Span<double> ends = stackalloc double[Days];
        var total = 0.0;
        // Now and then somebody is away for a week.
        var away = draws.Fraction() < 0.25 ? (int)(draws.Fraction() * Weeks) : -1;
        for (var day = 0; day < Days; day++)
        {
            var mood = draws.Fraction();
            // A day off, a quiet one, a busy one.
            var weight = mood < 0.12 || day / 7 == away ? 0 : -Math.Log(1 - (mood * 0.98));
            total += habits.WeightOf(first.AddDays(day)) * weight;
            ends[day] = total;
        }

        var passed = 0;
        for (var login = 0; login < logins; login++)
        {
            var at = draws.Fraction() * total;
            var day = 0;
            while (day < Days - 1 && ends[day] <= at)
                day++;
            var instant = clock.Instant(first.AddDays(day), habits.HourOf(ref draws));
            if (instant <= now)
                passed++;
            else if (instant < until)
                until = instant;
        }

        return passed;
    }

    private static byte[] BlockSeed(string purpose, int block, ReadOnlySpan<byte> seed)
    {
        Span<byte> input = stackalloc byte[seed.Length + 1 + sizeof(int)];
        seed.CopyTo(input);
        input[seed.Length] = (byte)purpose[0];
        BitConverter.TryWriteBytes(input[(seed.Length + 1)..], block);
        return SHA256.HashData(input);
    }
}
