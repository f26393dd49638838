using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Decoys;

/// <summary>
/// Factors for names that have none, so that a guesser sees what a known name would show, does the same work for us, and is
/// always refused. All of it follows from a secret key, the name and the time: asking twice shows the same. It is derived for every name,
/// also for those that do not need it, so that the time it takes tells nothing.
/// </summary>
public sealed class Decoy
{
    /// <summary>Working days after which a name's kind is drawn anew, about two years: people change theirs as well.</summary>
    private const int KindLasts = 520;

    /// <summary>A sheet beside an app is hardly ever used.</summary>
    private const double IdleShare = 1 / 60.0;

    /// <summary>How many names' decoys are remembered until they change: a login asks several times.</summary>
    private const int MostRemembered = 4096;

    private readonly byte[] key;
    private readonly DecoyMix mix;
    private readonly DecoyClock clock;
    private readonly ConcurrentDictionary<string, Remembered> remembered = new(StringComparer.Ordinal);
    private int added;

    /// <param name="key">At least 32 secret bytes, the same on every authority of the site.</param>
    /// <param name="mix">What the site's real names show.</param>
    public Decoy(ReadOnlySpan<byte> key, DecoyMix mix)
    {
        if (key.Length < 32)
            throw new ArgumentException("a decoy key has at least 32 bytes", nameof(key));

        this.key = key.ToArray();
        this.mix = mix;
        clock = new DecoyClock(mix.TimeZone);
    }

    private Decoy(byte[] key, DecoyMix mix) => (this.key, this.mix, clock) = (key, mix, new DecoyClock(mix.TimeZone));

    /// <summary>The same without Web-OTPs: for where the prompt is shown to its person only.</summary>
    internal Decoy WithoutFetches => mix.WebOtpOf256 == 0 ? this : new Decoy(key, mix with { WebOtpOf256 = 0 });

    /// <summary>The factors that a name without any appears to have now.</summary>
    public Enrolments For(string name, DateTimeOffset now) => AppearanceOf(name, now).Shown;

    /// <summary>Whether names that are nobody's are asked for a line of this hash in the words of RFC 2289.</summary>
    internal bool ShowsChallengesOf(SkeyAlgorithm algorithm) => mix.CalculatedOf256 > 0 && algorithm == mix.Algorithm;

    /// <summary>All that a name's decoy is now.</summary>
    internal DecoyAppearance AppearanceOf(string name, DateTimeOffset now)
    {
        if (remembered.TryGetValue(name, out var known) && known.From <= now && now < known.Until)
            return known.Appearance;
        if (Interlocked.Increment(ref added) % MostRemembered == 0)
            remembered.Clear();
        return (remembered[name] = Appear(name, now)).Appearance;
    }

    private Remembered Appear(string name, DateTimeOffset now)
    {
        ReadOnlySpan<byte> own = Derive("traits", name);
        var traits = own[..32];
        var habits = DecoyHabits.Of(traits);
        var (epoch, began, until) = Epoch(traits, now);
        ReadOnlySpan<byte> kind = Derive($"kind {epoch}", name);
        var isSkey = kind[0] < mix.SkeyOf256;
        ReadOnlySpan<byte> sheets = Derive($"sheets {epoch}", name);

        var appearance = new DecoyAppearance(
            isSkey ? FactorKind.Skey : FactorKind.Totp,
            TotpEnrolment.New(new TotpKey(own.Slice(32, 20))),
            Sheet(sheets[..32], habits, habits.LinesAWeek, began, now, ref until) with { IsCalculated = kind[1] < mix.CalculatedOf256 },
            Sheet(sheets[32..], habits, habits.LinesAWeek * IdleShare, began, now, ref until),
            Fetch(name, habits, now, ref until),
            new PasscodeHash([.. traits[..16]], [.. traits]));
        return new Remembered(appearance, now, until);
    }

    /// <summary>Whether a name that is nobody's is asked for a code during a roll-out. A name that is asked stays so while the share grows.</summary>
    internal bool LooksEnrolled(string name, int of256) => Derive("rollout", name)[0] < of256;

    /// <summary>Whether a name without any factor or device appears to have a device for this.</summary>
    public bool Has(string name, FactorKind way)
    {
        var traits = Derive("devices", name);
        return way == FactorKind.Push ? traits[0] < mix.BrowsersOf256 : traits[1] < mix.PhonesOf256;
    }

    /// <summary>Sixteen bits by which the same answer is known again; they follow from the name too.</summary>
    internal int MarkOf(string name, string answer) =>
        BinaryPrimitives.ReadUInt16BigEndian(Derive($"answer {PasscodeText.Normalise(answer) ?? answer}", name));

    /// <summary>Which of its kinds a name has, since when and until when. It changes at an hour at which people work, on another day for each name.</summary>
    private (int Epoch, DateOnly Began, DateTimeOffset Ends) Epoch(ReadOnlySpan<byte> traits, DateTimeOffset now)
    {
        var hour = 9 + (traits[6] / 32.0);
        var phase = BinaryPrimitives.ReadUInt16BigEndian(traits[3..]) % KindLasts;
        var epoch = (int)Math.Floor((clock.WorkingDaysAt(now, hour) + phase) / (double)KindLasts);
        var began = clock.DayOf(clock.StartOf((epoch * KindLasts) - phase, hour));
        // Nobody's sheet is older than the site's first; people got theirs within some weeks.
        var first = mix.Since.AddDays(traits[5] % 40);
        var ends = clock.StartOf(((epoch + 1) * KindLasts) - phase, hour);
        return (epoch, began > first ? began : first, ends);
    }

    private SkeySequence Sheet(ReadOnlySpan<byte> seed, DecoyHabits habits, double linesAWeek, DateOnly began, DateTimeOffset now, ref DateTimeOffset until)
    {
        var used = DecoySheet.UsedAt(seed, habits, linesAWeek, clock, began, now, ref until);
        // People get a new sheet when a few lines are left: with a new seed, from its first line on.
        var usable = Math.Max(1, mix.SheetLines - (seed[1] % Math.Clamp(mix.SheetLines / 4, 1, 30)));
        var (sheet, line) = Math.DivRem(used, usable);
        var made = HMACSHA256.HashData(seed, BitConverter.GetBytes(sheet));
        return new SkeySequence(
            mix.Algorithm,
            SkeySeed.For(mix.Site, BinaryPrimitives.ReadUInt32BigEndian(made), null),
            mix.SheetLines - line,
            SkeyHash.FromBytes(made.AsSpan(8, 8)));
    }

    /// <summary>Until when a Web-OTP of today is live that nobody fetched; null when none is.</summary>
    private DateTimeOffset? Fetch(string name, DecoyHabits habits, DateTimeOffset now, ref DateTimeOffset until)
    {
        const int Most = 12;
        var day = clock.DayOf(now);
        Span<byte> room = stackalloc byte[DecoyDraws.Room];
        var draws = new DecoyDraws(Derive($"fetches {day.DayNumber}", name).AsSpan(0, 32), room);

        // Most codes are used at once; one in seven is fetched for nothing and lives to its end.
        var (most, usual) = (mix.WebOtpLife.TotalSeconds, Math.Min(90, mix.WebOtpLife.TotalSeconds));
        var average = (usual * 0.5 * 6 / 7) + (most / 7);
        var aDay = mix.WebOtpOf256 / 256.0 * habits.Hours * 3600 / average * habits.FetchPace * habits.WeightOf(day);
        DateTimeOffset? live = null;
        until = Earlier(until, clock.AlmostMidnightAfter(day));
        for (var fetch = 0; fetch < Most; fetch++)
        {
            var happens = draws.Fraction() < aDay / Most;
            var at = clock.Instant(day, habits.StartHour + (habits.Hours * draws.Fraction()));
            var isUsed = draws.Fraction() < 6 / 7.0;
            var lasts = draws.Fraction();
            var end = at + TimeSpan.FromSeconds(isUsed ? usual * Math.Max(0.1, lasts) : most);
            if (happens && now < end)
                until = Earlier(until, now < at ? at : end);
            if (happens && at <= now && now < end)
                live = end;
        }

        return live;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private sealed record Remembered(DecoyAppearance Appearance, DateTimeOffset From, DateTimeOffset Until);

    /// <summary>64 bytes.</summary>
    private byte[] Derive(string purpose, string name) =>
        HMACSHA512.HashData(key, Encoding.UTF8.GetBytes($"sallyport decoy\0{purpose}\0{name}"));
}

/// <summary>What a name's decoy is at a time.</summary>
/// <param name="Kind"><see cref="FactorKind.Totp"/> or <see cref="FactorKind.Skey"/>.</param>
/// <param name="Totp">Its app.</param>
/// <param name="BusySheet">Its sheet, where it has no app.</param>
/// <param name="IdleSheet">Its sheet, where it has an app as well.</param>
/// <param name="FetchedUntil">Until when a Web-OTP appears to be live, or null.</param>
/// <param name="Passcode">A passcode that nobody knows.</param>
internal sealed record DecoyAppearance(
    FactorKind Kind, TotpEnrolment Totp, SkeySequence BusySheet, SkeySequence IdleSheet, DateTimeOffset? FetchedUntil, PasscodeHash Passcode)
{
    /// <summary>As a name shows it that has nothing of its own.</summary>
    public Enrolments Shown => new(
        Kind == FactorKind.Totp ? Totp : null,
        null,
        Kind == FactorKind.Skey ? BusySheet : null,
        FetchedUntil is { } until ? new LiveWebOtp(Passcode, until, ImmutableArray<DateTimeOffset>.Empty) : LiveWebOtp.None,
        RecoveryCodes.None,
        null,
        DeviceSet.None);
}
