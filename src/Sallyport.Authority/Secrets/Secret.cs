using System.Security.Cryptography;
using System.Text;

namespace Sallyport.Authority.Secrets;

/// <summary>A secret text or key that never prints.</summary>
internal sealed class Secret : IEquatable<Secret>
{
    private readonly byte[] bytes;

    public Secret(ReadOnlySpan<byte> bytes) => this.bytes = bytes.ToArray();

    public Secret(string text) => bytes = Encoding.UTF8.GetBytes(text);

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The text, for the one place that must show or write it.</summary>
    public string Reveal() => Encoding.UTF8.GetString(bytes);

    public bool Equals(Secret? other) => other is not null && CryptographicOperations.FixedTimeEquals(bytes, other.bytes);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => 0;

    public override string ToString() => "(secret)";
}
