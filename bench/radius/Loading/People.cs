namespace RadiusBench.Loading;

/// <summary>
/// Who logs in next, and with the code of which time step: one after the other, so that no code is used twice. A person has two
/// codes at first (the current step's and the next one's), then one per step.
/// </summary>
internal sealed class People(int count)
{
    private readonly long[] lastStep = new long[count];

    public long Used { get; private set; }

    /// <exception cref="InvalidOperationException">Everybody's codes are used up: the bench needs more people, or less time.</exception>
    public (int Number, long Step) Next(long currentStep)
    {
        var number = (int)(Used++ % count);
        var step = Math.Max(currentStep, lastStep[number] + 1);
        if (step > currentStep + 1)
            throw new InvalidOperationException($"{count} people have used up their codes after {Used} logins: take more people or fewer seconds");
        lastStep[number] = step;
        return (number, step);
    }
}
