using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Cli.Import.Keys;

/// <summary>One key, or one sheet, that a file of another system has.</summary>
/// <param name="Where">The place in the file: <c>line 3</c>, <c>entry 2</c>.</param>
/// <param name="Who">Whose it is, as the file says; null when it does not.</param>
internal sealed record FoundKey(string Where, string? Who)
{
    /// <summary>What the key is for, where a file holds keys of several sites; else null.</summary>
    public string? Issuer { get; init; }

    /// <summary>The number of the device that holds the key, where a file names devices and not people.</summary>
    public string? Serial { get; init; }

    /// <summary>The key, of 80 bits or more; null with a refusal or a sheet.</summary>
    public TotpKey? Totp { get; init; }

    /// <summary>The sheet; null with a refusal or a key.</summary>
    public SkeySequence? Skey { get; init; }

    /// <summary>Single-use codes that are left.</summary>
    public IReadOnlyList<string> ScratchCodes { get; init; } = [];

    /// <summary>The last time step whose code was used; null when the file does not say.</summary>
    public long? LastStep { get; init; }

    /// <summary>Why it cannot be taken: a lower-case sentence that shows nothing of the key.</summary>
    public string? Refusal { get; init; }

    /// <summary>What is not carried over, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What it is, in words; nothing of the key.</summary>
    public string What => (Totp, Skey) switch
    {
        ({ } key, _) => $"app, {key.Algorithm.ToString().ToUpperInvariant()}, {key.Digits} digits, {key.Bits} bits"
            + (ScratchCodes.Count > 0 ? $", {ScratchCodes.Count} scratch codes" : ""),
        (_, { } sheet) => $"skey sheet, next: {sheet.Challenge}",
        _ => "-",
    };

    /// <summary>Names the place, shows no key.</summary>
    public override string ToString() => $"({Where})";
}
