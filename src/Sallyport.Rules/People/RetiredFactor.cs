using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;

namespace Sallyport.Rules.People;

/// <summary>A key or a sheet that a person no longer has, so that what was spent of it stays spent when the same one comes again.</summary>
/// <param name="Factor"><see cref="FactorKind.Totp"/> or <see cref="FactorKind.Skey"/>.</param>
/// <param name="Mark">Eight bytes of a hash by which it is known again.</param>
/// <param name="LastStep">The last time step whose code was used; of a sheet 0.</param>
public sealed record RetiredFactor(FactorKind Factor, long Mark, long LastStep)
{
    /// <summary>More than this are not remembered: the earliest goes first.</summary>
    public const int Most = 32;

    internal static RetiredFactor Of(TotpEnrolment totp) => new(FactorKind.Totp, MarkOf(totp.Key), totp.LastStep);

    internal static RetiredFactor Of(SkeySequence sheet) => new(FactorKind.Skey, MarkOf(sheet), 0);

    internal static long MarkOf(TotpKey key) => Mark64([.. key.Reveal(), (byte)key.Algorithm, (byte)key.Digits]);

    /// <summary>By what a calculator is given: with the same pass phrase it makes the same lines.</summary>
    internal static long MarkOf(SkeySequence sheet) => Mark64([.. System.Text.Encoding.ASCII.GetBytes(sheet.Seed.Text), (byte)sheet.Algorithm]);

    internal static ImmutableArray<RetiredFactor> Add(ImmutableArray<RetiredFactor> retired, RetiredFactor one) =>
        [.. retired.Where(r => (r.Factor, r.Mark) != (one.Factor, one.Mark)).TakeLast(Most - 1), one];

    private static long Mark64(byte[] text) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(text));
}
