namespace Sallyport.Authority.Machine;

/// <summary>Bounds rows that anybody can cause: so many a minute; those left out are counted, and the next one tells how many.</summary>
internal sealed class RowLimit(int perMinute, TimeProvider clock)
{
    private readonly Lock gate = new();
    private DateTimeOffset minuteEnds;
    private int rows;
    private long unwritten;

    /// <param name="leftOut">How many rows before this one were left out.</param>
    public bool TryTake(out long leftOut)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (now >= minuteEnds)
                (minuteEnds, rows) = (now + TimeSpan.FromMinutes(1), 0);
            leftOut = 0;
            if (rows == perMinute)
            {
                unwritten++;
                return false;
            }

            rows++;
            (leftOut, unwritten) = (unwritten, 0);
            return true;
        }
    }
}
