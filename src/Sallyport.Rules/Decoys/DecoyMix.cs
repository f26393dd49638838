using Sallyport.Rules.Factors.Skey;

namespace Sallyport.Rules.Decoys;

/// <summary>What the names of a site look like to a guesser, so that decoys look alike.</summary>
/// <param name="SkeyOf256">Of 256 names, how many are asked for an skey line.</param>
/// <param name="WebOtpOf256">Of 256 names, how many have a live Web-OTP at a time during working hours.</param>
/// <param name="Site">The site's name, of which the seeds of its sheets are made (<see cref="SkeySeed.For"/>).</param>
/// <param name="SheetLines">How many lines a new sheet has.</param>
/// <param name="Algorithm">The algorithm of the site's sheets.</param>
public sealed record DecoyMix(int SkeyOf256, int WebOtpOf256, string Site, int SheetLines, SkeyAlgorithm Algorithm)
{
    public static readonly DecoyMix Default = new(48, 2, "sallyport", 500, SkeyAlgorithm.Sha1);

    /// <summary>Of 256 names that are asked for an skey line, how many are asked by RFC 2289's challenge, as those who use a calculator are.</summary>
    public int CalculatedOf256 { get; init; } = 64;

    /// <summary>Of 256 names, how many have a browser that can be pushed to.</summary>
    public int BrowsersOf256 { get; init; } = 128;

    /// <summary>Of 256 names, how many have a phone.</summary>
    public int PhonesOf256 { get; init; } = 64;

    /// <summary>In whose working hours people log in.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>How long a Web-OTP lives that nobody uses.</summary>
    public TimeSpan WebOtpLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Since when the site's people have had factors: no sheet is older than that.</summary>
    public DateOnly Since { get; init; } = new(2025, 1, 6);
}
