using Sallyport.Rules.Factors.Passcodes;

namespace Sallyport.Rules.Factors.WebOtp;

/// <summary>
/// The text of a Web-OTP: five characters out of 28 that cannot be taken for one another (no 0/O, 1/I/L, 5/S, U/V), upper or lower case.
/// </summary>
public static class WebOtpCode
{
    public const int Length = 5;

    public const string Alphabet = "2346789ABCDEFGHJKMNPQRTVWXYZ";

    /// <summary>Makes a code of random bytes, one a character; a byte that would favour a character is skipped.</summary>
    /// <param name="randomBytes">A source of random bytes, asked as often as needed.</param>
    public static string Make(Func<byte> randomBytes) => PasscodeText.Make(Alphabet, Length, randomBytes);
}
