using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Sallyport.Rules.Factors.PublicKeys;

/// <summary>An SSH public key (RFC 4253 section 6.6) of a kind and size that is accepted.</summary>
/// <param name="Type">The name of its algorithm, such as <c>ssh-ed25519</c>.</param>
/// <param name="Blob">The key as it is sent, which begins with the same name.</param>
public sealed record PublicKey(string Type, ImmutableArray<byte> Blob)
{
    /// <summary>As <c>ssh-keygen -l</c> prints it.</summary>
    public string Fingerprint => "SHA256:" + Convert.ToBase64String(SHA256.HashData(Blob.AsSpan())).TrimEnd('=');

    /// <summary>Two keys are the same when their blobs are.</summary>
    public bool Equals(PublicKey? other) => other is not null && CryptographicOperations.FixedTimeEquals(Blob.AsSpan(), other.Blob.AsSpan());

    public override int GetHashCode() => Blob.Length >= 4 ? BitConverter.ToInt32(Blob.AsSpan()[^4..]) : 0;

    /// <summary>The two words of an <c>authorized_keys</c> line that name the key.</summary>
    public override string ToString() => $"{Type} {Convert.ToBase64String(Blob.AsSpan())}";
}

/// <summary>What became of bytes or text that should be a public key.</summary>
public abstract record PublicKeyReading
{
    private PublicKeyReading()
    {
    }

    /// <param name="Key">The key.</param>
    /// <param name="Comment">What stood after it: printable ASCII, possibly empty. It proves nothing.</param>
    public sealed record Fit(PublicKey Key, string Comment) : PublicKeyReading;

    /// <param name="Reason">A lower-case sentence without a full stop: what is wrong and what to do next.</param>
    public sealed record Unfit(string Reason) : PublicKeyReading;
}
