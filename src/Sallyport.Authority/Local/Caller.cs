using System.Buffers.Binary;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Machine;

namespace Sallyport.Authority.Local;

/// <summary>The process at the other end of the Unix socket, as the kernel names it.</summary>
/// <param name="Uid">The user's number.</param>
/// <param name="Name">The user's name; null when the machine knows none for the number.</param>
/// <param name="IsAdministrator">Root, or a member of the configured group.</param>
/// <param name="ProcessId">The process that connected; 0 when it is unknown.</param>
internal sealed record Caller(uint Uid, string? Name, bool IsAdministrator, int ProcessId = 0)
{
    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>What the audit calls the caller.</summary>
    public string Actor => Name ?? $"uid {Uid}";

    public bool MayManage(string person) => IsAdministrator || string.Equals(Name, person, StringComparison.Ordinal);

    /// <summary>The caller that <see cref="LocalOnly"/> found, for a handler's parameter.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(LocalOnly.CallerOf(context));

    /// <summary>Null when the connection is no Unix socket.</summary>
    public static Caller? Of(Socket socket, string administratorGroup)
    {
        if (socket.AddressFamily != AddressFamily.Unix)
            return null;

        Span<byte> credentials = stackalloc byte[12];
        if (socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials) != credentials.Length)
            return null;

        var uid = BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]);
        var account = NameService.FindUser(uid).Value;
        return new Caller(uid, account?.Name, uid == 0 || (account is not null && NameService.IsMember(account, administratorGroup) is true), BinaryPrimitives.ReadInt32LittleEndian(credentials));
    }
}
