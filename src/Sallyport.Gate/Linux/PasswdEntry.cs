using System.Runtime.InteropServices;

namespace Sallyport.Gate.Linux;

/// <summary>A line of passwd(5), as getpwnam(3) finds it.</summary>
internal sealed unsafe partial record PasswdEntry(string Name, uint UserId, uint GroupId)
{
    public static bool IsRoot => GetEffectiveUserId() == 0;

    /// <summary>Null when there is no such user. Called once, before other threads start.</summary>
    public static PasswdEntry? Find(string name)
    {
        var entry = GetByName(name);
        // struct passwd begins with two pointers, then uid and gid, on every Linux ABI.
        return entry is null ? null : new PasswdEntry(name, *(uint*)(entry + (2 * sizeof(nint))), *(uint*)(entry + (2 * sizeof(nint)) + sizeof(uint)));
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "getpwnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial byte* GetByName(string name);
}
