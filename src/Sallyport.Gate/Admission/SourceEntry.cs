using System.Runtime.InteropServices;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Admission;

/// <summary>What is remembered of one source: 48 bytes, flat in the table's array. All zero is "never seen".</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SourceEntry
{
    /// <summary>The prefix without its zero bits at the end; see <see cref="SourceAddress"/>.</summary>
    public ulong Key;

    /// <summary>When the token bucket will be full again, in milliseconds.</summary>
    public long BucketFullAt;

    /// <summary>Seconds; 0 means the slot is free.</summary>
    public uint LastSeen;

    /// <summary>Seconds; in the past means no penalty.</summary>
    public uint PenaltyUntil;

    /// <summary>When <see cref="Score"/> was last brought up to date, in seconds.</summary>
    public uint ScoreAt;

    /// <summary>The wall-clock hour that <see cref="HourCount"/> counts.</summary>
    public uint Hour;

    /// <summary>Until when this prefix replaces all the smaller ones in it, in seconds.</summary>
    public uint WidenedUntil;

    public ushort HourCount;

    /// <summary>Connections that hold a place and are not logged in.</summary>
    public ushort Pending;

    /// <summary>Failures remembered, each worth one to a few points.</summary>
    public byte Score;

    /// <summary>What the penalty is for, a <see cref="LoginOutcome"/>.</summary>
    public byte Reason;

    /// <summary>Connections let in since the score was last zero; see <see cref="Penalty.CountVisit"/>.</summary>
    public byte Visits;

    /// <summary>New smaller prefixes seen in this one in the current hour.</summary>
    public ushort Children;
}
