using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.People;

namespace RadiusBench;

/// <summary>The people of the bench: numbered, each with a key that follows from the number, so that the load can compute codes.</summary>
internal static class BenchPeople
{
    public const string Secret = "the-secret-of-the-radius-bench";

    public static string Name(int number) => $"user{number:D8}";

    public static TotpKey Key(int number)
    {
        Span<byte> seed = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(seed, number);
        return new TotpKey(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret), seed).AsSpan(0, TotpKey.LeastBytes));
    }

    public static Person Enrolled(int number) => Person.Registered(Name(number)) with
    {
        Enrolments = Enrolments.None with { Totp = TotpEnrolment.New(Key(number)) },
    };
}
