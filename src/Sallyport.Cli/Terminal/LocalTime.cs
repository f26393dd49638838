using System.Globalization;

namespace Sallyport.Cli.Terminal;

/// <summary>Times as people read them: of this machine's zone, which is named, since the reader may be in another.</summary>
internal static class LocalTime
{
    public static string Minute(DateTimeOffset time) => In("yyyy-MM-dd HH:mm", time);

    public static string Second(DateTimeOffset time) => In("yyyy-MM-dd HH:mm:ss", time);

    /// <summary>Of today.</summary>
    public static string Clock(DateTimeOffset time) => In("HH:mm:ss", time);

    private static string In(string format, DateTimeOffset time) => time.ToLocalTime().ToString(format + " 'UTC'zzz", CultureInfo.InvariantCulture);
}
