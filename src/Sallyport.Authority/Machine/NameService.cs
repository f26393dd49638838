using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Sallyport.Authority.Machine;

/// <summary>What the machine's name service (files, LDAP, sssd) answered.</summary>
internal enum NameServiceStatus
{
    Found = 1,
    None = 2,
    /// <summary>It did not answer, and the caller must refuse.</summary>
    Failed = 3,
}

/// <summary>An answer of the name service; <paramref name="Value"/> is there when something was found.</summary>
internal readonly record struct NameServiceAnswer<T>(NameServiceStatus Status, T? Value)
    where T : class;

/// <summary>A line of passwd(5). The name is spelled as the name service spells it, whatever was asked for.</summary>
internal sealed record UnixAccount(string Name, uint GroupId);

/// <summary>A line of group(5). People whose primary group it is may be missing among the members.</summary>
internal sealed record UnixGroup(string Name, uint Id, ImmutableArray<string> Members);

/// <summary>
/// Asks the machine's name service. Buffers grow until the answer fits. glibc says 0 for a name that is not there; any error, ENOENT included, is
/// one: so glibc reports a module whose service is away, although getpwnam(3) allows it for a missing name.
/// </summary>
internal static unsafe partial class NameService
{
    private const int NoEntry = 2;
    private const int InterruptedCall = 4;
    private const int TooSmall = 34;
    private const int FirstBuffer = 4 * 1024;

    /// <summary>About a million members.</summary>
    private const int LongestBuffer = 64 * 1024 * 1024;

    private const int FirstGroups = 64;
    private const int MostGroups = 1024 * 1024;

    /// <summary>The C library has one place in each list.</summary>
    private static readonly Lock Listing = new();

    private delegate int Call<T>(out T entry, byte* buffer, nuint length, out nint result)
        where T : unmanaged;

    public static NameServiceAnswer<UnixAccount> FindUser(string name) => IsAskable(name)
        ? Ask((out Passwd entry, byte* buffer, nuint length, out nint result) => GetPwNam(name, out entry, buffer, length, out result), Account)
        : new(NameServiceStatus.None, null);

    public static NameServiceAnswer<UnixAccount> FindUser(uint uid) =>
        Ask((out Passwd entry, byte* buffer, nuint length, out nint result) => GetPwUid(uid, out entry, buffer, length, out result), Account);

    public static NameServiceAnswer<UnixGroup> FindGroup(string name) => IsAskable(name)
        ? Ask((out Group entry, byte* buffer, nuint length, out nint result) => GetGrNam(name, out entry, buffer, length, out result), Members)
        : new(NameServiceStatus.None, null);

    /// <summary>Every account, as getpwent(3) lists them; null when the list breaks off.</summary>
    public static IReadOnlyList<UnixAccount>? Users() =>
        All(SetPwEnt, (out Passwd entry, byte* buffer, nuint length, out nint result) => GetPwEnt(out entry, buffer, length, out result), EndPwEnt, Account);

    /// <summary>Every group, as getgrent(3) lists them; null when the list breaks off.</summary>
    public static IReadOnlyList<UnixGroup>? Groups() =>
        All(SetGrEnt, (out Group entry, byte* buffer, nuint length, out nint result) => GetGrEnt(out entry, buffer, length, out result), EndGrEnt, Members);

    /// <summary>Whether the group is the user's primary one or one of the others, compared by number as sshd does; null when the name service did not answer.</summary>
    public static bool? IsMember(string user, string group) => FindUser(user) switch
    {
        { Value: { } account } => IsMember(account, group),
        { Status: NameServiceStatus.None } => false,
        _ => null,
    };

    /// <summary>
    /// The same for an account that was found. getgrouplist(3) keeps a failure to itself and then knows the primary group alone, so the group's own
    /// list counts too.
    /// </summary>
    public static bool? IsMember(UnixAccount account, string group)
    {
        var found = FindGroup(group);
        if (found.Value is not { } known)
            return found.Status == NameServiceStatus.None ? false : null;
        if (account.GroupId == known.Id || known.Members.Contains(account.Name, StringComparer.Ordinal))
            return true;
        return GroupsOf(account) is { } groups ? groups.Contains(known.Id) : null;
    }

    /// <summary>Null when the list does not end.</summary>
    private static uint[]? GroupsOf(UnixAccount account)
    {
        for (var room = FirstGroups; room <= MostGroups; room *= 4)
        {
            var groups = new uint[room];
            var count = room;
            if (GetGroupList(account.Name, account.GroupId, groups, ref count) >= 0)
                return groups[..count];
        }

        return null;
    }

    private static List<TValue>? All<TEntry, TValue>(Action begin, Call<TEntry> next, Action end, Func<TEntry, TValue> take)
        where TEntry : unmanaged
        where TValue : class
    {
        lock (Listing)
        {
            begin();
            try
            {
                var all = new List<TValue>();
                while (true)
                {
                    var answer = Ask(AtTheEndNone(next), take);
                    if (answer.Value is not { } value)
                        return answer.Status == NameServiceStatus.None ? all : null;
                    all.Add(value);
                }
            }
            finally
            {
                end();
            }
        }
    }

    /// <summary>The end of a list is ENOENT, which would be a failure of a look-up.</summary>
    private static Call<T> AtTheEndNone<T>(Call<T> next)
        where T : unmanaged => (out T entry, byte* buffer, nuint length, out nint result) => next(out entry, buffer, length, out result) is var error && error == NoEntry ? 0 : error;

    private static NameServiceAnswer<TValue> Ask<TEntry, TValue>(Call<TEntry> call, Func<TEntry, TValue> take)
        where TEntry : unmanaged
        where TValue : class
    {
        // What the entry points to lies in the buffer, which therefore may not move.
        for (var length = FirstBuffer; length <= LongestBuffer; length *= 4)
        {
            var buffer = (byte*)NativeMemory.Alloc((nuint)length);
            try
            {
                int error;
                nint result;
                TEntry entry;
                do
                {
                    error = call(out entry, buffer, (nuint)length, out result);
                }
                while (error == InterruptedCall);
                if (error == 0)
                    return result == 0 ? new(NameServiceStatus.None, null) : new(NameServiceStatus.Found, take(entry));
                if (error != TooSmall)
                    return new(NameServiceStatus.Failed, null);
            }
            finally
            {
                NativeMemory.Free(buffer);
            }
        }

        return new(NameServiceStatus.Failed, null);
    }

    /// <summary>What cannot be a name of the C library's is nobody's.</summary>
    private static bool IsAskable(string name) => name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal);

    private static UnixAccount Account(Passwd entry) => new(Marshal.PtrToStringUTF8(entry.Name)!, entry.Gid);

    private static UnixGroup Members(Group entry)
    {
        var members = ImmutableArray.CreateBuilder<string>();
        for (var at = entry.Members; at != 0 && Marshal.ReadIntPtr(at) is var name && name != 0; at += nint.Size)
            members.Add(Marshal.PtrToStringUTF8(name)!);
        return new UnixGroup(Marshal.PtrToStringUTF8(entry.Name)!, entry.Gid, members.ToImmutable());
    }

    [LibraryImport("libc", EntryPoint = "getpwuid_r")]
    private static partial int GetPwUid(uint uid, out Passwd entry, byte* buffer, nuint length, out nint result);

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetPwNam(string name, out Passwd entry, byte* buffer, nuint length, out nint result);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetGrNam(string name, out Group entry, byte* buffer, nuint length, out nint result);

    [LibraryImport("libc", EntryPoint = "getgrouplist", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetGroupList(string user, uint group, [Out] uint[] groups, ref int count);

    [LibraryImport("libc", EntryPoint = "setpwent")]
    private static partial void SetPwEnt();

    [LibraryImport("libc", EntryPoint = "getpwent_r")]
    private static partial int GetPwEnt(out Passwd entry, byte* buffer, nuint length, out nint result);

    [LibraryImport("libc", EntryPoint = "endpwent")]
    private static partial void EndPwEnt();

    [LibraryImport("libc", EntryPoint = "setgrent")]
    private static partial void SetGrEnt();

    [LibraryImport("libc", EntryPoint = "getgrent_r")]
    private static partial int GetGrEnt(out Group entry, byte* buffer, nuint length, out nint result);

    [LibraryImport("libc", EntryPoint = "endgrent")]
    private static partial void EndGrEnt();

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
