using System.Runtime.InteropServices;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Simulation;

/// <summary>Something that happens at a virtual millisecond: a member of a party tries to connect, or one of its connections is over.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SimulationEvent(Party Party, int Member, Lease? Lease, SourceAddress Source, LoginOutcome Outcome);

/// <summary>What is still to happen, soonest first; at the same millisecond in the order of entry, so that a run can be repeated.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<SimulationEvent, (long At, long Order)> queue = new();
    private long order;

    public void Try(long at, Party party, int member) => queue.Enqueue(new(party, member, null, default, default), (at, order++));

    public void End(long at, Party party, int member, Lease lease, SourceAddress source, LoginOutcome outcome) =>
        queue.Enqueue(new(party, member, lease, source, outcome), (at, order++));

    public bool TryNext(out SimulationEvent next, out long at)
    {
        var any = queue.TryDequeue(out next, out var key);
        at = key.At;
        return any;
    }
}
