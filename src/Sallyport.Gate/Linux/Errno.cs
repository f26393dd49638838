using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>errno(3) values that the relay tells apart, the same on every Linux architecture that .NET runs on.</summary>
internal enum ErrnoCode
{
    Ok = 0,
    Interrupted = 4,
    Again = 11,
    NoPermission = 13,
    NotPermitted = 1,
    TooManyInSystem = 23,
    TooManyInProcess = 24,
    BrokenPipe = 32,
    BadMessage = 74,
    AddressInUse = 98,
    AddressNotAvailable = 99,
    NetworkUnreachable = 101,
    ConnectionAborted = 103,
    ConnectionReset = 104,
    NoBuffers = 105,
    TimedOut = 110,
    ConnectionRefused = 111,
    HostUnreachable = 113,
    InProgress = 115,
}

internal static class Errno
{
    /// <summary>The error of the last call made with SetLastError on this thread.</summary>
    public static ErrnoCode Last => (ErrnoCode)Marshal.GetLastPInvokeError();

    public static Win32Exception Failure(string call) =>
        new(Marshal.GetLastPInvokeError(), $"{call}: {Marshal.GetLastPInvokeErrorMessage()}");

    public static int Check(int result, string call) => result >= 0 ? result : throw Failure(call);
}
