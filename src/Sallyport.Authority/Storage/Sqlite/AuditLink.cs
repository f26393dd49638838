using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Authority.Storage.Sqlite;

/// <summary>
/// The bytes of which a link of the audit chain is the HMAC-SHA256: the link before, then number, time (Unix milliseconds) and the
/// person's version as 8 bytes each, then kind, person, source, host, actor and detail, each as a 4-byte length (-1 for none) and UTF-8.
/// </summary>
internal sealed class AuditLink
{
    public const int Length = HMACSHA256.HashSizeInBytes;

    /// <summary>What the first row follows.</summary>
    public static readonly byte[] Start = new byte[Length];

    private byte[] buffer = new byte[1024];
    private int end;

    public void Begin(ReadOnlySpan<byte> before, long number, long at, long personVersion)
    {
        before.CopyTo(buffer);
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(Length), number);
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(Length + 8), at);
        BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(Length + 16), personVersion);
        end = Length + 24;
    }

    public void AddNone() => AddLength(-1);

    public void Add(ReadOnlySpan<byte> utf8)
    {
        AddLength(utf8.Length);
        Grow(utf8.Length);
        utf8.CopyTo(buffer.AsSpan(end));
        end += utf8.Length;
    }

    /// <returns>The UTF-8 bytes that were added; good until the next call.</returns>
    public ReadOnlySpan<byte> Add(string text)
    {
        Grow(sizeof(int) + Encoding.UTF8.GetMaxByteCount(text.Length));
        var length = Encoding.UTF8.GetBytes(text, buffer.AsSpan(end + sizeof(int)));
        AddLength(length);
        end += length;
        return buffer.AsSpan(end - length, length);
    }

    public void Finish(byte[] key, Span<byte> link) => HMACSHA256.HashData(key, buffer.AsSpan(0, end), link);

    /// <summary>What proves the end of the chain, so that rows cut off the end are missed too.</summary>
    public static byte[] HeadMac(byte[] key, long number, long pruned, ReadOnlySpan<byte> link)
    {
        Span<byte> bytes = stackalloc byte[4 + 8 + 8 + Length];
        "head"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[4..], number);
        BinaryPrimitives.WriteInt64BigEndian(bytes[12..], pruned);
        link.CopyTo(bytes[20..]);
        return HMACSHA256.HashData(key, bytes);
    }

    private void AddLength(int length)
    {
        Grow(sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(end), length);
        end += sizeof(int);
    }

    private void Grow(int more)
    {
        if (end + more > buffer.Length)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, end + more));
    }
}
