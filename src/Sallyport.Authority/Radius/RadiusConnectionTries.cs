using System.Globalization;
using System.Text;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Radius;

/// <summary>
/// The wrong answers of a connection, over all the times that its sshd starts PAM: each start is a conversation of its own, and would have all the
/// tries of a connection anew. A connection is recognised by the process of this machine that asks, where it can be seen.
/// </summary>
/// <param name="processOf">The process that identifies the connection that this one asks for; null when it cannot be found.</param>
/// <param name="clock">Tells how old a connection is.</param>
internal sealed class RadiusConnectionTries(Func<int, ConnectionProcess?> processOf, TimeProvider clock)
{
    /// <summary>Longer than sshd lets anybody take to log in (LoginGraceTime, two minutes unless changed).</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const int Most = 16_384;

    private readonly ExpiringTable<ConnectionProcess, RadiusTries> byProcess = new(Most, Life, clock);

    /// <summary>What was tried on the connection; nothing where it is not recognised.</summary>
    public RadiusTries Of(int? asking) =>
        asking is { } pid && !byProcess.IsEmpty && processOf(pid) is { } process && byProcess.TryGet(process, out var tries) ? tries : default;

    /// <summary>Another wrong answer came.</summary>
    public void Note(int? asking, RadiusTries tries)
    {
        if (asking is { } pid && processOf(pid) is { } process)
            byProcess.AddOrUpdate(process, tries, _ => tries);
    }
}

/// <param name="Answers">How many wrong ones.</param>
/// <param name="AreOver">Whether the rules gave no other try.</param>
internal readonly record struct RadiusTries(int Answers, bool AreOver);

/// <summary>A process of this machine, for as long as it lives.</summary>
/// <param name="Pid">Its number, which is used again after its end.</param>
/// <param name="Started">When it started, in the kernel's ticks since the boot.</param>
internal readonly record struct ConnectionProcess(int Pid, ulong Started)
{
    private const int Parent = 1;
    private const int StartTime = 19;

    /// <summary>sshd runs PAM in a child that it names so; a child ends with its start of PAM, its parent with the connection.</summary>
    private const string PamChild = "[pam]";

    /// <summary>By /proc; null when the process is gone, or hidden from the authority.</summary>
    public static ConnectionProcess? Of(int pid)
    {
        try
        {
            var title = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/cmdline")).TrimEnd('\0', ' ');
            var connection = title.EndsWith(PamChild, StringComparison.Ordinal) ? int.Parse(Words(pid)[Parent], CultureInfo.InvariantCulture) : pid;
            return new ConnectionProcess(connection, ulong.Parse(Words(connection)[StartTime], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The words of proc(5)'s stat behind the process's name, which may hold anything.</summary>
    private static string[] Words(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }
}
