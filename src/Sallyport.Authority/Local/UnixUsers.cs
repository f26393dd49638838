using System.Runtime.InteropServices;

namespace Sallyport.Authority.Local;

/// <summary>Users and groups as the machine's name service knows them (files, LDAP, sssd: getpwuid and friends ask them all).</summary>
internal static partial class UnixUsers
{
    private const int Found = 0;

    public static string? NameOf(uint uid)
    {
        var buffer = new byte[16 * 1024];
        return GetPwUid(uid, out var entry, buffer, (nuint)buffer.Length, out var result) == Found && result != 0
            ? Marshal.PtrToStringUTF8(entry.Name)
            : null;
    }

    /// <summary>Whether the group is the user's primary one or one of the others.</summary>
    public static bool IsMember(string user, string group)
    {
        var buffer = new byte[64 * 1024];
        if (GetGrNam(group, out var entry, buffer, (nuint)buffer.Length, out var result) != Found || result == 0)
            return false;

        if (PrimaryGroupOf(user) is not { } primary)
            return false;

        var count = 1024;
        var groups = new uint[count];
        return GetGroupList(user, primary, groups, ref count) >= 0 && groups.AsSpan(0, count).Contains(entry.Gid);
    }

    private static uint? PrimaryGroupOf(string user)
    {
        var buffer = new byte[16 * 1024];
        return GetPwNam(user, out var entry, buffer, (nuint)buffer.Length, out var result) == Found && result != 0 ? entry.Gid : null;
    }

    [LibraryImport("libc", EntryPoint = "getpwuid_r")]
    private static partial int GetPwUid(uint uid, out Passwd entry, byte[] buffer, nuint length, out nint result);

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetPwNam(string name, out Passwd entry, byte[] buffer, nuint length, out nint result);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetGrNam(string name, out Group entry, byte[] buffer, nuint length, out nint result);

    [LibraryImport("libc", EntryPoint = "getgrouplist", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetGroupList(string user, uint group, [Out] uint[] groups, ref int count);

    [StructLayout(LayoutKind.Sequential)]
    private struct Passwd
    {
        public nint Name;
        public nint Password;
        public uint Uid;
        public uint Gid;
        public nint Gecos;
        public nint Home;
        public nint Shell;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Group
    {
        public nint Name;
        public nint Password;
        public uint Gid;
        public nint Members;
    }
}
