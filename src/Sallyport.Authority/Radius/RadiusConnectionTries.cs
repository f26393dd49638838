using System.Globalization;
using System.Text;

namespace Sallyport.Authority.Radius;

/// <summary>
/// The wrong answers of a connection, over all the times that its sshd starts PAM: each start is a conversation of its own, and would have all the
/// tries of a connection anew. A connection is recognised by the process of this machine that asks, where it can be seen.
/// </summary>
/// <param name="processOf">Which process stands for the connection that this one asks for; null when that cannot be told.</param>
/// <param name="clock">Tells how old a connection is.</param>
internal sealed class RadiusConnectionTries(Func<int, ConnectionProcess?> processOf, TimeProvider clock)
{
    /// <summary>Longer than sshd lets anybody take to log in (LoginGraceTime, two minutes unless changed).</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const int Most = 16_384;

    private readonly Lock gate = new();
    private readonly Dictionary<ConnectionProcess, RadiusTries> byProcess = [];
    private readonly Queue<(ConnectionProcess Process, long Since)> byAge = new();

    /// <summary>What was tried on the connection; nothing where it is not recognised.</summary>
    public RadiusTries Of(int? asking)
    {
        if (asking is not { } pid || IsEmpty || processOf(pid) is not { } process)
            return default;

        lock (gate)
            return byProcess.GetValueOrDefault(process);
    }

    /// <summary>Another wrong answer came.</summary>
    public void Note(int? asking, RadiusTries tries)
    {
        if (asking is not { } pid || processOf(pid) is not { } process)
            return;

        lock (gate)
        {
            Forget();
            if (!byProcess.ContainsKey(process))
                byAge.Enqueue((process, clock.GetTimestamp()));
            byProcess[process] = tries;
        }
    }

    private bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                Forget();
                return byProcess.Count == 0;
            }
        }
    }

    private void Forget()
    {
        while (byAge.TryPeek(out var oldest) && (byAge.Count >= Most || clock.GetElapsedTime(oldest.Since) > Life))
            byProcess.Remove(byAge.Dequeue().Process);
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
