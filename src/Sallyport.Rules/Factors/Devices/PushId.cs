using System.Globalization;

namespace Sallyport.Rules.Factors.Devices;

/// <summary>The name of one push: 128 random bits. Knowing it is not enough to answer it.</summary>
public readonly record struct PushId(UInt128 Value)
{
    private const int Characters = 32;

    /// <summary>Null for what is not exactly 32 lower-case hexadecimal digits.</summary>
    public static PushId? Parse(string text) =>
        text.Length == Characters && text.All(c => c is >= '0' and <= '9' or >= 'a' and <= 'f')
            ? new(UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
            : null;

    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);
}
