using System.Security.Cryptography;

namespace Sallyport.Cli.Backup;

/// <summary>Writes a file of <see cref="SealedFormat"/>. It is complete once <see cref="Finish"/> returned.</summary>
internal sealed class SealingStream : Stream
{
    private readonly Stream file;
    private readonly AesGcm cipher;
    private readonly byte[] plain = new byte[SealedFormat.Piece];
    private readonly byte[] hidden = new byte[SealedFormat.Piece];
    private readonly byte[] tag = new byte[SealedFormat.TagLength];
    private readonly byte[] nonce = SealedFormat.NewNonce();
    private int filled;
    private long piece;

    public SealingStream(Stream file, string passPhrase, int iterations = SealedFormat.Iterations)
    {
        this.file = file;
        var salt = RandomNumberGenerator.GetBytes(SealedFormat.SaltLength);
        file.Write(SealedFormat.Title);
        file.Write(salt);
        cipher = SealedFormat.Cipher(passPhrase, salt, iterations);
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (filled == plain.Length)
                Seal(isLast: false);
            var taken = Math.Min(bytes.Length, plain.Length - filled);
            bytes[..taken].CopyTo(plain.AsSpan(filled));
            filled += taken;
            bytes = bytes[taken..];
        }
    }

    public override void Flush()
    {
        // A piece is written when it is full, or the last.
    }

    public void Finish() => Seal(isLast: true);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            cipher.Dispose();
            CryptographicOperations.ZeroMemory(plain);
        }

        base.Dispose(disposing);
    }

    private void Seal(bool isLast)
    {
        SealedFormat.Nonce(nonce, piece++, isLast);
        cipher.Encrypt(nonce, plain.AsSpan(0, filled), hidden.AsSpan(0, filled), tag);
        file.Write(hidden, 0, filled);
        file.Write(tag);
        filled = 0;
    }
}
