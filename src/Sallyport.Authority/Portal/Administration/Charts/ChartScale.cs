namespace Sallyport.Authority.Portal.Administration.Charts;

/// <summary>Round numbers for an axis.</summary>
internal static class ChartScale
{
    /// <summary>1, 2, 4, 6 or 10 times a power of ten, the least that is not below the value; 1 for nothing.</summary>
    public static int Above(int value)
    {
        if (value <= 1)
            return 1;
        for (long power = 1; ; power *= 10)
        {
            foreach (var step in (ReadOnlySpan<int>)[2, 4, 6, 10])
            {
                if (step * power >= value)
                    return (int)Math.Min(step * power, int.MaxValue);
            }
        }
    }

    /// <summary>A number in at most five characters: 950, 1.5k, 20k, 3M.</summary>
    public static string Short(int value) => value switch
    {
        >= 1_000_000 => $"{value / 1_000_000.0:0.#}M",
        >= 1_000 => $"{value / 1_000.0:0.#}k",
        _ => $"{value}",
    };
}
