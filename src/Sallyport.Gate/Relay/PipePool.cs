using System.Runtime.InteropServices;
using Sallyport.Gate.Linux;

namespace Sallyport.Gate.Relay;

[StructLayout(LayoutKind.Auto)]
internal readonly record struct RelayPipe(int ReadEnd, int WriteEnd);

/// <summary>
/// A bounded number of pipes, lent only while bytes are on their way: an idle connection holds none. The last one returned is lent first,
/// because its pages are warm. For one thread.
/// </summary>
internal sealed class PipePool(int most, int bytes) : IDisposable
{
    private readonly Stack<RelayPipe> free = new();

    /// <summary>The fewest slots of any pipe here.</summary>
    public int Slots { get; private set; } = int.MaxValue;

    /// <summary>Pipes that exist, lent or free.</summary>
    public int Count { get; private set; }

    public int Lent => Count - free.Count;

    public bool TryRent(out RelayPipe pipe)
    {
        if (free.TryPop(out pipe))
            return true;
        if (Count >= most || !Splice.TryPipe(bytes, out var readEnd, out var writeEnd, out var slots))
            return false;
        Count++;
        Slots = Math.Min(Slots, slots);
        pipe = new RelayPipe(readEnd, writeEnd);
        return true;
    }

    /// <summary>Takes back an empty pipe.</summary>
    public void Return(RelayPipe pipe) => free.Push(pipe);

    /// <summary>Takes back a pipe with bytes in it: it must never carry them into another connection.</summary>
    public void Destroy(RelayPipe pipe)
    {
        Descriptors.Close(pipe.ReadEnd);
        Descriptors.Close(pipe.WriteEnd);
        Count--;
    }

    public void Dispose()
    {
        while (free.TryPop(out var pipe))
            Destroy(pipe);
    }
}
