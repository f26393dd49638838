using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sallyport.Rules.Enforcing;

namespace Sallyport.Authority.Local;

/// <summary>Users and groups as the machine's name service knows them (files, LDAP, sssd: getpwuid and friends ask them all).</summary>
internal static partial class UnixUsers
{
    private const int Found = 0;

    /// <summary>ENOENT and ESRCH: getpwnam(3) allows them for a name that is not there.</summary>
    private const int NoEntry = 2;
    private const int NoProcess = 3;

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

    /// <summary>What the name service says of a name, with those of the groups that it is in.</summary>
    public static Account Find(string user, ImmutableArray<string> groups)
    {
        // What cannot be a name of the C library's is nobody's.
        if (user.Length == 0 || user.Contains('\0', StringComparison.Ordinal))
            return new Account.Nobody();

        var buffer = new byte[16 * 1024];
        var answer = GetPwNam(user, out _, buffer, (nuint)buffer.Length, out var result);
        return answer switch
        {
            Found when result != 0 => new Account.Known([.. groups.Where(group => IsMember(user, group))]),
            Found or NoEntry or NoProcess => new Account.Nobody(),
            _ => new Account.Unanswered(),
        };
    }

    /// <summary>The members that a group lists.</summary>
    public static IReadOnlyList<string> Members(string group)
    {
        var buffer = new byte[1024 * 1024];
        if (GetGrNam(group, out var entry, buffer, (nuint)buffer.Length, out var result) != Found || result == 0)
            return [];

        var members = new List<string>();
        for (var at = entry.Members; at != 0 && Marshal.ReadIntPtr(at) is var name && name != 0; at += nint.Size)
            members.Add(Marshal.PtrToStringUTF8(name)!);
        return members;
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
