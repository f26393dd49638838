namespace Sallyport.Gate.Relay;

/// <summary>
/// Connections by the number that epoll gives back: slot, side and a generation, so that a late report about a closed connection
/// never reaches the one that has its place now.
/// </summary>
internal sealed class ConnectionTable
{
    private const int SideBits = 1, SlotBits = 31;

    private readonly Stack<int> free = new();
    private RelayConnection?[] slots = new RelayConnection?[64];
    private int used;
    private uint generation;
    private volatile int count;

    public int Count => count;

    public static ulong ClientToken(RelayConnection connection) =>
        ((ulong)connection.Generation << (SideBits + SlotBits)) | ((ulong)(uint)connection.Slot << SideBits);

    public static ulong BackendToken(RelayConnection connection) => ClientToken(connection) | 1;

    public void Add(RelayConnection connection)
    {
        if (!free.TryPop(out var slot))
        {
            slot = used++;
            if (slot == slots.Length)
                Array.Resize(ref slots, slot * 2);
        }

        connection.Slot = slot;
        // The last generation's number of all ones would meet the engine's own wake-up token.
        connection.Generation = generation = generation >= uint.MaxValue - 1 ? 1 : generation + 1;
        slots[slot] = connection;
        count++;
    }

    public RelayConnection? Find(ulong token, out bool ofBackend)
    {
        ofBackend = (token & 1) != 0;
        var slot = (int)((token >> SideBits) & int.MaxValue);
        var connection = slot < slots.Length ? slots[slot] : null;
        return connection?.Generation == (uint)(token >> (SideBits + SlotBits)) ? connection : null;
    }

    public bool Holds(RelayConnection connection) => slots[connection.Slot] == connection;

    public void Remove(RelayConnection connection)
    {
        slots[connection.Slot] = null;
        free.Push(connection.Slot);
        count--;
    }

    public IEnumerable<RelayConnection> All() => slots.OfType<RelayConnection>().ToArray();
}
