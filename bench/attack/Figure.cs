using System.Globalization;

namespace Sallyport.Bench.Attack;

/// <summary>One thing that a drill measured.</summary>
/// <param name="What">What was measured, with its unit.</param>
internal sealed record Figure(string What, double Got, Aim Aim)
{
    public bool Holds => Aim.Holds(Got);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Holds ? "holds" : "MISSED"),-7} {What}: {Got:0.####} (aim: {Aim.Text})");
}

/// <summary>What a figure has to be.</summary>
internal sealed record Aim(string Text, Func<double, bool> Holds)
{
    /// <summary>A figure that is only told.</summary>
    public static readonly Aim None = new("none", _ => true);

    public static Aim Exactly(double value) => new(FormattableString.Invariant($"exactly {value}"), got => got == value);

    public static Aim Under(double value) => new(FormattableString.Invariant($"under {value}"), got => got < value);

    public static Aim AtMost(double value) => new(FormattableString.Invariant($"at most {value}"), got => got <= value);

    public static Aim AtLeast(double value) => new(FormattableString.Invariant($"at least {value}"), got => got >= value);
}
