namespace RadiusBench.Loading;

/// <summary>
/// Who logs in next, and with the code of which time step: one after the other, so that no code is used twice. A person has two
/// codes at first (the current step's and the next one's), then one per step.
/// </summary>
internal sealed class People(int count)
{
    private readonly long[] lastStep = new long[count];
    private long used;

    /// <summary>Null when everybody's codes are used up: the trial is over.</summary>
    public (int Number, long Step)? Next(long currentStep)
    {
        var number = (int)(used % count);
        var step = Math.Max(currentStep, lastStep[number] + 1);
        if (step > currentStep + 1)
            return null;
        used++;
        lastStep[number] = step;
        return (number, step);
    }
}
