using System.Globalization;
using System.Security.Cryptography;

namespace Sallyport.Rules.Factors.Devices;

/// <summary>The two digits that the login shows and the device asks for. They do not print: only the login may show them.</summary>
public sealed record PushNumber
{
    /// <summary>How many there are: 10 to 99, so that none begins with a 0 that somebody leaves out.</summary>
    public const int Many = 90;

    private const int Least = 10;
    private readonly int value;

    private PushNumber(int value) => this.value = value;

    /// <param name="random">0 to 89, evenly.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number.</exception>
    public static PushNumber New(int random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(random);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(random, Many);
        return new(random + Least);
    }

    /// <summary>What was stored.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 10 to 99.</exception>
    public static PushNumber Of(int value) => New(value - Least);

    /// <summary>The digits, for the login's text and the store.</summary>
    public int Reveal() => value;

    /// <summary>Whether these are the digits that were typed.</summary>
    public bool Is(string typed) =>
        CryptographicOperations.FixedTimeEquals(
            System.Text.Encoding.UTF8.GetBytes(typed),
            System.Text.Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    public override string ToString() => "(number)";
}
