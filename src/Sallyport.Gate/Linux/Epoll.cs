using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>What epoll reports about a descriptor: epoll_ctl(2).</summary>
[Flags]
internal enum EpollEvents : uint
{
    None = 0,
    In = 0x001,
    Out = 0x004,
    Error = 0x008,
    HangUp = 0x010,
    ReadHangUp = 0x2000,
    EdgeTriggered = 1u << 31,
}

/// <summary>One ready descriptor and the number it was registered with.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EpollReady(EpollEvents Events, ulong Token);

/// <summary>An epoll instance with an eventfd inside, so that another thread can end a wait. One thread waits, any thread wakes.</summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    private const int Add = 1, Delete = 2, CloseOnExec = 0x80000, NonBlocking = 0x800, Interrupted = 4;
    private const ulong WakeToken = ulong.MaxValue;

    // The kernel packs epoll_event on x86-64 and nowhere else.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int TokenOffset = EventSize - sizeof(ulong);

    private readonly int epoll;
    private readonly int wake;
    private readonly byte* events;
    private readonly int capacity;

    public Epoll(int capacity)
    {
        this.capacity = capacity;
        epoll = Errno.Check(EpollCreate(CloseOnExec), "epoll_create1");
        wake = Errno.Check(EventFd(0, CloseOnExec | NonBlocking), "eventfd");
        events = (byte*)NativeMemory.AllocZeroed((nuint)(capacity * EventSize));
        // Edge-triggered: every write to it is news, and nobody needs to read it.
        if (!TryAdd(wake, EpollEvents.In | EpollEvents.EdgeTriggered, WakeToken))
            throw Errno.Failure("epoll_ctl");
    }

    /// <summary>Registers a descriptor; false when the kernel has no room for it. Closing the descriptor ends the registration.</summary>
    public bool TryAdd(int descriptor, EpollEvents events, ulong token)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = (uint)events;
        *(ulong*)(entry + TokenOffset) = token;
        return EpollControl(epoll, Add, descriptor, entry) == 0;
    }

    /// <summary>Ends a registration whose descriptor another process goes on using.</summary>
    public void Remove(int descriptor)
    {
        var entry = stackalloc byte[16];
        _ = EpollControl(epoll, Delete, descriptor, entry);
    }

    /// <summary>Waits for at most the time given (-1: without end). Returns how many answers <see cref="Ready"/> holds.</summary>
    public int Wait(int milliseconds)
    {
        var count = EpollWait(epoll, events, capacity, milliseconds);
        if (count >= 0)
            return count;
        return Marshal.GetLastPInvokeError() == Interrupted ? 0 : throw Errno.Failure("epoll_wait");
    }

    /// <summary>The answer at this place; null when it was only a call to wake up.</summary>
    public EpollReady? Ready(int index)
    {
        var entry = events + (index * EventSize);
        var token = *(ulong*)(entry + TokenOffset);
        return token == WakeToken ? null : new EpollReady((EpollEvents)(*(uint*)entry), token);
    }

    public void Wake()
    {
        ulong one = 1;
        _ = Write(wake, &one, sizeof(ulong));
    }

    public void Dispose()
    {
        Descriptors.Close(wake);
        Descriptors.Close(epoll);
        NativeMemory.Free(events);
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int EpollControl(int epoll, int operation, int descriptor, byte* entry);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int EpollWait(int epoll, byte* events, int capacity, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFd(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, void* buffer, nuint length);
}
