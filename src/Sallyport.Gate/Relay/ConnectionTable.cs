namespace Sallyport.Gate.Relay;

/// <summary>
/// Connections by the number that epoll gives back: slot, side and a generation, so that a late report about a closed connection
/// never reaches the one that has its place now.
/// </summary>
internal sealed class ConnectionTable
{
    private const int SideBits = 1, SlotBits = 31;

    private readonly Stack<int> _free = new();
    private RelayConnection?[] _slots = new RelayConnection?[64];
    private int _used;
    private uint _generation;
    private volatile int _count;

    public int Count => _count;

    public static ulong ClientToken(RelayConnection connection) =>
        ((ulong)connection.Generation << (SideBits + SlotBits)) | ((ulong)(uint)connection.Slot << SideBits);

    public static ulong BackendToken(RelayConnection connection) => ClientToken(connection) | 1;

    public void Add(RelayConnection connection)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _used++;
            if (slot == _slots.Length) Array.Resize(ref _slots, slot * 2);
        }

        connection.Slot = slot;
        // The last generation's number of all ones would meet the engine's own wake-up token.
        connection.Generation = _generation = _generation >= uint.MaxValue - 1 ? 1 : _generation + 1;
        _slots[slot] = connection;
        _count++;
    }

    public RelayConnection? Find(ulong token, out bool ofBackend)
    {
        ofBackend = (token & 1) != 0;
        var slot = (int)((token >> SideBits) & int.MaxValue);
        var connection = slot < _slots.Length ? _slots[slot] : null;
        return connection?.Generation == (uint)(token >> (SideBits + SlotBits)) ? connection : null;
    }

    public bool Holds(RelayConnection connection) => _slots[connection.Slot] == connection;

    public void Remove(RelayConnection connection)
    {
        _slots[connection.Slot] = null;
        _free.Push(connection.Slot);
        _count--;
    }

    public IEnumerable<RelayConnection> All() => _slots.OfType<RelayConnection>().ToArray();
}
