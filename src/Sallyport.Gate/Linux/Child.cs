using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>
/// Child processes by posix_spawn(3) and waitpid(2), with exactly the descriptors named and the default signal dispositions (the runtime
/// ignores SIGPIPE, which a login shell must not inherit). System.Diagnostics.Process is not used here: it would reap what is ours.
/// </summary>
internal static unsafe partial class Child
{
    private const int OpaqueBytes = 1024, SignalSetBytes = 128;
    private const short SetSignalDefaults = 0x04, SetSignalMask = 0x08, NewSession = 0x80;

    /// <summary>
    /// Starts a program in a session of its own. <paramref name="descriptors"/> become 0, 1, 2, … in their order.
    /// Answers the pid, or 0 and why not (<see cref="ErrnoCode"/>: no such program, no processes left).
    /// </summary>
    public static int Start(string[] command, string[] environment, ReadOnlySpan<int> descriptors, out int errno)
    {
        var actions = stackalloc byte[OpaqueBytes];
        var attributes = stackalloc byte[OpaqueBytes];
        var signals = stackalloc byte[SignalSetBytes];
        ActionsInit(actions);
        AttributesInit(attributes);
        try
        {
            new Span<byte>(signals, SignalSetBytes).Clear();
            AttributesSetMask(attributes, signals);
            new Span<byte>(signals, SignalSetBytes).Fill(0xff);
            AttributesSetDefaults(attributes, signals);
            AttributesSetFlags(attributes, SetSignalDefaults | SetSignalMask | NewSession);
            for (var i = 0; i < descriptors.Length; i++)
                ActionsAddDuplicate(actions, descriptors[i], i);
            using var argv = new StringArray(command);
            using var envp = new StringArray(environment);
            var pid = 0;
            errno = Spawn(&pid, argv.Pointers[0], actions, attributes, argv.Pointers, envp.Pointers);
            return errno == 0 ? pid : 0;
        }
        finally
        {
            ActionsDestroy(actions);
            AttributesDestroy(attributes);
        }
    }

    /// <summary>Waits for any child to end; 0 when there is none left to wait for.</summary>
    public static int WaitAny(out int status)
    {
        while (true)
        {
            int found;
            var pid = WaitPid(-1, &found, 0);
            status = found;
            if (pid > 0)
                return pid;
            if (Errno.Last != ErrnoCode.Interrupted)
                return 0;
        }
    }

    /// <summary>Does nothing for 0, which would mean our whole process group.</summary>
    public static void Signal(int pid, int signal) => _ = pid > 0 ? Kill(pid, signal) : 0;

    /// <summary>Becomes another program; answers only when that failed.</summary>
    public static ErrnoCode Become(string[] command, string[] environment)
    {
        using var argv = new StringArray(command);
        using var envp = new StringArray(environment);
        Execve(argv.Pointers[0], argv.Pointers, envp.Pointers);
        return Errno.Last;
    }

    /// <summary>A null-terminated array of C strings.</summary>
    private readonly ref struct StringArray
    {
        public readonly byte** Pointers;
        private readonly int count;

        public StringArray(string[] strings)
        {
            count = strings.Length;
            Pointers = (byte**)NativeMemory.AllocZeroed((nuint)(count + 1), (nuint)sizeof(byte*));
            for (var i = 0; i < count; i++)
                Pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
        }

        public void Dispose()
        {
            for (var i = 0; i < count; i++)
                Marshal.FreeCoTaskMem((nint)Pointers[i]);
            NativeMemory.Free(Pointers);
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn")]
    private static partial int Spawn(int* pid, byte* path, byte* actions, byte* attributes, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial void ActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial void ActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial void ActionsAddDuplicate(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial void AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial void AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial void AttributesSetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial void AttributesSetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial void AttributesSetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPid(int pid, int* status, int options);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true)]
    private static partial int Execve(byte* path, byte** argv, byte** envp);
}
