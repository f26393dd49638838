namespace SshWith2fa.Master;

/// <summary>How long a session outlives a network that is away.</summary>
internal static class KeepAlive
{
    /// <summary>As long as the outside sshd waits, and a bit: then the server's own end is what ends it.</summary>
    public static TimeSpan Outlives { get; } = TimeSpan.FromMinutes(11);

    /// <summary>ServerAliveCountMax for a ServerAliveInterval of so many seconds.</summary>
    public static int CountMax(int intervalSeconds) => Math.Max(3, (int)Math.Ceiling(Outlives.TotalSeconds / intervalSeconds));
}
