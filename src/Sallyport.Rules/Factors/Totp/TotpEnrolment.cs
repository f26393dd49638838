namespace Sallyport.Rules.Factors.Totp;

/// <summary>A person's authenticator app.</summary>
/// <param name="Key">The shared key and its parameters.</param>
/// <param name="LastStep">The last time step whose code was used; it and every earlier one are refused for ever.</param>
/// <param name="Offset">How many steps the app's clock was off at the last right code: -1 behind, +1 ahead.</param>
/// <param name="SameOffset">How many right codes in a row had that offset.</param>
public sealed record TotpEnrolment(TotpKey Key, long LastStep, int Offset, int SameOffset)
{
    /// <summary>Codes of this many steps before and after the current one are right.</summary>
    public const int Window = 1;

    /// <summary>Right codes in a row with the same offset before the person is told of it.</summary>
    private const int OffsetWorthTelling = 3;

    public static TotpEnrolment New(TotpKey key) => new(key, -1, 0, 0);

    /// <summary>The enrolment with the answer's time step used up, or null when the answer is wrong or its step was used.</summary>
    public TotpEnrolment? Use(string answer, DateTimeOffset now)
    {
        if (Key.Match(answer, now, Window) is not { } offset)
            return null;

        var step = Key.StepAt(now) + offset;
        if (step <= LastStep)
            return null;

        return this with { LastStep = step, Offset = offset, SameOffset = offset == Offset ? SameOffset + 1 : 1 };
    }

    /// <summary>How far in the future the last used code lies, which no code can be while the clock is right; null when it does not.</summary>
    public TimeSpan? LeadOf(DateTimeOffset now)
    {
        var steps = LastStep - Key.StepAt(now);
        return steps > Window ? steps * Key.Period : null;
    }

    /// <summary>With a last step that lies in the future brought back to now: codes of now and before stay refused, later ones count again.</summary>
    public TotpEnrolment BroughtBack(DateTimeOffset now) => LeadOf(now) is null ? this : this with { LastStep = Key.StepAt(now) };

    /// <summary>What to tell a person whose app's clock is off, or null.</summary>
    public string? ClockNotice => Offset != 0 && SameOffset >= OffsetWorthTelling
        ? $"Your authenticator app's clock is about {Math.Abs(Offset) * (int)Key.Period.TotalSeconds} s {(Offset < 0 ? "behind" : "ahead")}; set the phone's time to automatic."
        : null;
}
