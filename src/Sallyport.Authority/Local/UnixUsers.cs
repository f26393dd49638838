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

    public static uint? UidOf(string name)
    {
        var buffer = new byte[16 * 1024];
        return GetPwNam(name, out var entry, buffer, (nuint)buffer.Length, out var result) == Found && result != 0 ? entry.Uid : null;
    }

    public static bool IsMember(string user, string group)
    {
        var buffer = new byte[64 * 1024];
        if (GetGrNam(group, out var entry, buffer, (nuint)buffer.Length, out var result) != Found || result == 0)
            return false;

        // getgrouplist answers the group it is given among the user's own: it is given one that no user has.
        var count = 1024;
        var groups = new uint[count];
        return GetGroupList(user, uint.MaxValue, groups, ref count) >= 0 && groups.AsSpan(0, count).Contains(entry.Gid);
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
