using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Rules.Factors.Devices;

/// <summary>A device's name between programs: <c>DP</c> and 18 characters of base32, 90 random bits. No secret.</summary>
public sealed record DeviceId
{
    private const string Prefix = "DP";
    private const int Characters = 18;

    /// <summary>Random bytes that <see cref="New"/> takes.</summary>
    public const int RandomBytes = 12;

    private DeviceId(string text) => Text = text;

    public string Text { get; }

    /// <param name="random">12 bytes of a cryptographic generator.</param>
    /// <exception cref="ArgumentException">Fewer or more bytes.</exception>
    public static DeviceId New(ReadOnlySpan<byte> random) => random.Length == RandomBytes
        ? new(Prefix + Base32.Encode(random)[..Characters])
        : throw new ArgumentException($"a device's id is made of {RandomBytes} bytes", nameof(random));

    /// <summary>Null for what is not exactly an id.</summary>
    public static DeviceId? Parse(string text) =>
        text.Length == Prefix.Length + Characters
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.Skip(Prefix.Length).All(c => c is >= 'A' and <= 'Z' or >= '2' and <= '7')
            ? new(text)
            : null;

    public override string ToString() => Text;
}
