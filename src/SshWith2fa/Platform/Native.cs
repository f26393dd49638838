using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Without it every call below gets its stub compiled at run time, a millisecond each.
[assembly: DisableRuntimeMarshalling]

namespace SshWith2fa.Platform;

/// <summary>The C library's calls this program makes, by their manual page's names (sections 2 and 3).</summary>
internal static partial class Native
{
    public const int SigPipe = 13;
    public const int SigTerm = 15;
    public const int SigCont = 18;
    public const int SigContMac = 19;
    public const int RlimitNofileLinux = 7;

    [LibraryImport("libc", EntryPoint = "execv")]
    public static partial int ExecV(nint path, nint arguments);

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetEnv(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "isatty")]
    public static partial int IsATty(int descriptor);

    [LibraryImport("libc", EntryPoint = "getuid")]
    public static partial uint GetUid();

    [LibraryImport("libc", EntryPoint = "getppid")]
    public static partial int GetPPid();

    [LibraryImport("libc", EntryPoint = "getpwuid")]
    public static partial nint GetPwUid(uint uid);

    [LibraryImport("libc", EntryPoint = "kill")]
    public static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "signal")]
    public static partial nint Signal(int signal, nint handler);

    [LibraryImport("libc", EntryPoint = "prlimit64")]
    public static unsafe partial int PRLimit(int process, int resource, ulong* set, ulong* got);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock")]
    public static partial int FLock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "write")]
    public static unsafe partial nint Write(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    public static partial int FCntl(int descriptor, int command, int value);

    [LibraryImport("libc", EntryPoint = "read")]
    public static unsafe partial nint Read(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "socket")]
    public static partial int Socket(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "connect")]
    public static unsafe partial int Connect(int socket, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "send")]
    public static unsafe partial nint Send(int socket, byte* bytes, nint count, int flags);

    [LibraryImport("libc", EntryPoint = "poll")]
    public static unsafe partial int Poll(int* descriptors, nint count, int milliseconds);
}
