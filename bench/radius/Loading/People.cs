namespace RadiusBench.Loading;

/// <summary>
/// Who logs in next: one after the other, so that no code is used twice. A person can log in three times within a time step
/// (the step before, the step, the one after), then once per step.
/// </summary>
internal sealed class People(int count, int first)
{
    private long next = first;

    public (int Number, int Round) Next()
    {
        var turn = next++;
        return ((int)(turn % count), (int)(turn / count));
    }

    public long Used => next;
}
