using System.Security.Cryptography;

namespace Sallyport.Cli.Backup;

/// <summary>Reads a file of <see cref="SealedFormat"/>. Bytes come out only once their piece has been proved.</summary>
internal sealed class OpeningStream : Stream
{
    private readonly Stream file;
    private readonly AesGcm cipher;
    private readonly byte[] hidden = new byte[SealedFormat.Piece + SealedFormat.TagLength + 1];
    private readonly byte[] plain = new byte[SealedFormat.Piece];
    private readonly byte[] nonce = SealedFormat.NewNonce();
    private int ahead;
    private int length;
    private int at;
    private long piece;
    private bool ended;

    /// <exception cref="InvalidDataException">It is no backup, is damaged, or the pass phrase is another.</exception>
    public OpeningStream(Stream file, string passPhrase, int iterations = SealedFormat.Iterations)
    {
        this.file = file;
        Span<byte> start = stackalloc byte[SealedFormat.Title.Length + SealedFormat.SaltLength];
        if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) != start.Length || !start.StartsWith(SealedFormat.Title))
            throw new InvalidDataException("it is not a file that \"sallyport backup --complete\" wrote");
        cipher = SealedFormat.Cipher(passPhrase, start[SealedFormat.Title.Length..], iterations);
        Open();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (at == length && !ended)
            Open();
        var taken = Math.Min(buffer.Length, length - at);
        plain.AsSpan(at, taken).CopyTo(buffer);
        at += taken;
        return taken;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            cipher.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }

        base.Dispose(disposing);
    }

    /// <summary>One byte is read ahead: a piece is the last one when nothing follows.</summary>
    private void Open()
    {
        var read = ahead + file.ReadAtLeast(hidden.AsSpan(ahead), hidden.Length - ahead, throwOnEndOfStream: false);
        ended = read < hidden.Length;
        var whole = ended ? read : read - 1;
        length = whole - SealedFormat.TagLength;
        at = 0;
        SealedFormat.Nonce(nonce, piece++, ended);
        try
        {
            if (length < 0)
                throw new CryptographicException();
            cipher.Decrypt(nonce, hidden.AsSpan(0, length), hidden.AsSpan(length, SealedFormat.TagLength), plain.AsSpan(0, length));
        }
        catch (CryptographicException e)
        {
            length = 0;
            throw new InvalidDataException(piece == 1 ? "the pass phrase is another, or the file is damaged" : "the file is damaged or cut off", e);
        }

        ahead = read - whole;
        if (ahead == 1)
            hidden[0] = hidden[whole];
    }
}
