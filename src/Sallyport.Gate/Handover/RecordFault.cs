namespace Sallyport.Gate.Handover;

/// <summary>Why the root half believes its listener no longer. The words stand in the log: they may only grow.</summary>
internal enum RecordFault
{
    /// <summary>No such record: another size, no socket with it, or more than one descriptor.</summary>
    Malformed,

    /// <summary>What came with it is no TCP connection over IPv4 or IPv6.</summary>
    NotTcp,

    /// <summary>A connection that came in elsewhere: another network namespace, address or port than the gate listens at.</summary>
    CameInElsewhere,

    /// <summary>This gate relays: its listener has nothing to hand over.</summary>
    NothingToHandOver,

    /// <summary>The listener does not read what it is told.</summary>
    Deaf,
}
