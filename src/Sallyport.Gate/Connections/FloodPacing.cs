namespace Sallyport.Gate.Connections;

/// <summary>
/// While refusals come thick, going to sleep and waking up for each connection is a third of what it costs. Then the loop pauses a moment after
/// each turn, so that the next one finds several to refuse; for as long as that is so, and no longer.
/// </summary>
internal sealed class FloodPacing
{
    public static readonly TimeSpan Pause = TimeSpan.FromMicroseconds(250);

    /// <summary>So many refusals within one window are a flood: 6,400 a second.</summary>
    public const int Thick = 64;

    public const long WindowMilliseconds = 10;

    /// <summary>Fewer than this after a pause, and the pauses gain nothing: the clients wait for our answers.</summary>
    public const int LeastGain = 6;

    private const long RestMilliseconds = 100;

    private long windowEnds;
    private int inWindow;
    private bool hasPaused;
    private long restsUntil;

    /// <summary>A turn is over that refused so many at once; true when a pause is worth it.</summary>
    public bool IsPauseWorthIt(int refused, long milliseconds)
    {
        if (milliseconds >= windowEnds)
            (windowEnds, inWindow) = (milliseconds + WindowMilliseconds, inWindow >= Thick ? Thick / 2 : 0);
        inWindow += refused;
        if (hasPaused && refused < LeastGain)
            restsUntil = milliseconds + RestMilliseconds;
        return hasPaused = refused > 0 && inWindow >= Thick && milliseconds >= restsUntil;
    }
}
