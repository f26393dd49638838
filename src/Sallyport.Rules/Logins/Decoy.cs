using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Factors.WebOtp;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Logins;

/// <summary>
/// Factors for names that have none, so that a guesser sees what a known name would show, does the same work for us, and is
/// always refused. All of it follows from a secret key, the name and the time: asking twice shows the same.
/// </summary>
public sealed class Decoy
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly byte[] key;
    private readonly DecoyMix mix;

    /// <param name="key">At least 32 secret bytes, the same on every authority of the site.</param>
    /// <param name="mix">What the site's real names show.</param>
    public Decoy(ReadOnlySpan<byte> key, DecoyMix mix)
    {
        if (key.Length < 32)
            throw new ArgumentException("a decoy key has at least 32 bytes", nameof(key));

        this.key = key.ToArray();
        this.mix = mix;
    }

    /// <summary>The factors that a name without any appears to have now.</summary>
    public Enrolments For(string name, DateTimeOffset now)
    {
        var traits = Derive("traits", name);
        var slot = now.ToUnixTimeSeconds() / 300;
        if (Derive($"web-otp {slot}", name)[0] < mix.WebOtpOf256)
            return Enrolments.None with { WebOtp = WebOtp(traits, now) };

        return traits[0] < mix.SkeyOf256
            ? Enrolments.None with { Skey = Skey(traits, now) }
            : Enrolments.None with { Totp = TotpEnrolment.New(new TotpKey(Derive("totp", name).AsSpan(0, 20))) };
    }

    /// <summary>Whether a name that is nobody's is asked for a code during a roll-out. A name that is asked stays so while the share grows.</summary>
    internal bool LooksEnrolled(string name, int of256) => Derive("rollout", name)[0] < of256;

    /// <summary>Whether a name without any factor or device appears to have a device for this.</summary>
    public bool Has(string name, FactorKind way)
    {
        var traits = Derive("devices", name);
        return way == FactorKind.Push ? traits[0] < mix.BrowsersOf256 : traits[1] < mix.PhonesOf256;
    }

    private static LiveWebOtp WebOtp(byte[] traits, DateTimeOffset now) =>
        new(new PasscodeHash([.. traits[..16]], [.. traits]), now.AddMinutes(1), ImmutableArray<DateTimeOffset>.Empty);

    private SkeySequence Skey(byte[] traits, DateTimeOffset now)
    {
        var seed = SkeySeed.For(mix.Site, BinaryPrimitives.ReadUInt32BigEndian(traits.AsSpan(16)), null);
        // A real sheet loses a line a login: so does this one, at between one and four lines a day.
        var days = Math.Max(0, (now - Epoch).TotalDays);
        var used = BinaryPrimitives.ReadUInt16BigEndian(traits.AsSpan(3)) + (int)(days * (1 + (traits[5] % 4)));
        var line = mix.SheetLines - (used % Math.Max(1, mix.SheetLines - 20));
        return new SkeySequence(mix.Algorithm, seed, line, SkeyHash.FromBytes(traits.AsSpan(8, 8)));
    }

    private byte[] Derive(string purpose, string name) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"sallyport decoy\0{purpose}\0{name}"));
}

/// <summary>What the names of a site look like to a guesser, so that decoys look alike.</summary>
/// <param name="SkeyOf256">Of 256 names, how many are asked for an skey line.</param>
/// <param name="WebOtpOf256">Of 256 names, how many have a live Web-OTP at a time.</param>
/// <param name="Site">The site's name, of which the seeds of its sheets are made (<see cref="SkeySeed.For"/>).</param>
/// <param name="SheetLines">How many lines a new sheet has.</param>
/// <param name="Algorithm">The algorithm of the site's sheets.</param>
public sealed record DecoyMix(int SkeyOf256, int WebOtpOf256, string Site, int SheetLines, SkeyAlgorithm Algorithm)
{
    /// <summary>Of 256 names, how many have a browser that can be pushed to.</summary>
    public int BrowsersOf256 { get; init; } = 128;

    /// <summary>Of 256 names, how many have a phone.</summary>
    public int PhonesOf256 { get; init; } = 64;

    public static readonly DecoyMix Default = new(48, 2, "sallyport", 500, SkeyAlgorithm.Sha1);
}
