using System.Globalization;

namespace Sallyport.Settings;

/// <summary>Lengths of time as people write them: <c>250ms 30s 10m 1h 30d</c>, largest unit first when joined (<c>1h30m</c>).</summary>
public static class Duration
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>At most 100 years; null when the text is no length of time.</summary>
    public static TimeSpan? TryParse(string text)
    {
        var total = TimeSpan.Zero;
        var nextUnit = 0;
        var rest = text.AsSpan();
        if (rest.IsEmpty)
            return null;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 9)
                return null;
            var number = int.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[digits..];
            var letters = rest.IndexOfAnyInRange('0', '9');
            var unit = (letters < 0 ? rest : rest[..letters]).ToString();
            var index = Array.FindIndex(Units, candidate => candidate.Unit == unit);
            if (index < nextUnit)
                return null;
            nextUnit = index + 1;
            rest = rest[unit.Length..];
            if (number > TimeSpan.FromDays(36525) / Units[index].Length)
                return null;
            total += number * Units[index].Length;
        }

        return total <= TimeSpan.FromDays(36525) ? total : null;
    }

    /// <summary>The shortest text that reads back as the same length, to the millisecond: <c>1h30m</c>, <c>0s</c>.</summary>
    public static string Text(TimeSpan length)
    {
        var text = "";
        foreach (var (unit, size) in Units)
        {
            var count = (long)(length / size);
            if (count > 0)
                text += string.Create(CultureInfo.InvariantCulture, $"{count}{unit}");
            length -= count * size;
        }

        return text.Length == 0 ? "0s" : text;
    }
}
