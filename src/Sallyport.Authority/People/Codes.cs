using System.Buffers.Binary;
using System.Security.Cryptography;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Factors.WebOtp;

namespace Sallyport.Authority.People;

/// <summary>Fresh codes and keys from the system's random numbers. The texts go to the person; the rest is kept.</summary>
internal static class Codes
{
    /// <summary>A key as long as its hash (RFC 6238 section 5.1).</summary>
    public static TotpKey TotpKey(TotpAlgorithm algorithm, int digits) => Rules.Factors.Totp.TotpKey.New(
        RandomNumberGenerator.GetBytes(algorithm switch
        {
            TotpAlgorithm.Sha256 => 32,
            TotpAlgorithm.Sha512 => 64,
            _ => 20,
        }),
        algorithm,
        digits);

    public static string WebOtp() => WebOtpCode.Make(RandomByte);

    public static string Passcode() => PasscodeText.Make(RandomByte);

    public static PasscodeHash Hash(string code) => PasscodeHash.Of(code, RandomNumberGenerator.GetBytes(PasscodeHash.SaltLength));

    public static RecoveryCodes Keep(IEnumerable<string> codes) => new([.. codes.Select(Hash)]);

    /// <summary>A passcode for a message.</summary>
    public static string MessagePasscode() => RandomNumberGenerator.GetString("0123456789", MessagePasscodes.Digits);

    public static DeviceId DeviceId() => Rules.Factors.Devices.DeviceId.New(RandomNumberGenerator.GetBytes(Rules.Factors.Devices.DeviceId.RandomBytes));

    public static PushId PushId() => new(BinaryPrimitives.ReadUInt128BigEndian(RandomNumberGenerator.GetBytes(16)));

    public static PushNumber PushNumber() => Rules.Factors.Devices.PushNumber.New(RandomNumberGenerator.GetInt32(Rules.Factors.Devices.PushNumber.Many));

    /// <summary>A seed for a new sheet: another than the last one's.</summary>
    public static SkeySeed Seed(string site, SkeySeed? last) => SkeySeed.For(site, (uint)RandomNumberGenerator.GetInt32(int.MaxValue), last);

    private static byte RandomByte()
    {
        Span<byte> one = stackalloc byte[1];
        RandomNumberGenerator.Fill(one);
        return one[0];
    }
}
