using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Radius;

/// <summary>
/// The wrong answers of a connection, over all the times that its sshd starts PAM: each start is a conversation of its own, and would have all the
/// tries of a connection anew. A connection is recognised by the process of this machine that asks, where it can be seen.
/// </summary>
/// <param name="processOf">The process that identifies the connection that this one asks for; null when it cannot be found.</param>
/// <param name="clock">Tells how old a connection is.</param>
internal sealed class RadiusConnectionTries(Func<int, ProcessIdentity?> processOf, TimeProvider clock)
{
    /// <summary>Longer than sshd lets anybody take to log in (LoginGraceTime, two minutes unless changed).</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private const int Most = 16_384;

    private readonly ExpiringTable<ProcessIdentity, RadiusTries> byProcess = new(Most, Life, clock);

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

/// <summary>The process that identifies the connection of a login.</summary>
internal static class ConnectionProcess
{
    /// <summary>sshd runs PAM in a child that it names so; a child ends with its start of PAM, its parent with the connection.</summary>
    private const string PamChild = "[pam]";

    /// <summary>Null when the process is gone, or hidden from the authority.</summary>
    public static ProcessIdentity? Of(int pid) => ProcessIdentity.CommandLineOf(pid) switch
    {
        null => null,
        var title when title.EndsWith(PamChild, StringComparison.Ordinal) => ProcessIdentity.ParentOf(pid),
        _ => ProcessIdentity.Of(pid),
    };
}
