using System.Collections.Immutable;
using Sallyport.Rules.Factors.Passcodes;

namespace Sallyport.Rules.Factors.WebOtp;

/// <summary>The Web-OTP that a person fetched, if one is live, and when codes were issued (for the limit an hour).</summary>
/// <param name="Code">The live code, or null when it was used or none was issued.</param>
/// <param name="Expires">From when on the code is worth nothing.</param>
/// <param name="Issued">When codes were issued in the last hour.</param>
public sealed record LiveWebOtp(PasscodeHash? Code, DateTimeOffset Expires, ImmutableArray<DateTimeOffset> Issued)
{
    public static readonly LiveWebOtp None = new(null, DateTimeOffset.MinValue, ImmutableArray<DateTimeOffset>.Empty);

    public bool IsLive(DateTimeOffset now) => Code is not null && now < Expires;

    public bool Matches(string answer, DateTimeOffset now) => IsLive(now) && Code!.Matches(answer);

    public LiveWebOtp Used() => this with { Code = null };

    /// <summary>Issues a code in place of the one that is live, or says when the next may be had.</summary>
    public WebOtpIssue Issue(PasscodeHash code, WebOtpPolicy policy, DateTimeOffset now)
    {
        ImmutableArray<DateTimeOffset> lately = [.. Issued.Where(at => now - at < TimeSpan.FromHours(1))];
        if (lately.Length >= policy.IssuedPerHour)
            return new WebOtpIssue.TooMany(lately[0] + TimeSpan.FromHours(1));

        return new WebOtpIssue.Done(new LiveWebOtp(code, now + policy.Life, lately.Add(now)));
    }
}

/// <summary>How long a Web-OTP lives and how many a person may fetch in an hour (1 to 100).</summary>
public sealed record WebOtpPolicy(TimeSpan Life, int IssuedPerHour)
{
    /// <summary>5 minutes, 6 an hour.</summary>
    public static readonly WebOtpPolicy Default = new(TimeSpan.FromMinutes(5), 6);
}

/// <summary>What became of a request for a Web-OTP.</summary>
public abstract record WebOtpIssue
{
    private WebOtpIssue()
    {
    }

    public sealed record Done(LiveWebOtp Live) : WebOtpIssue;

    public sealed record TooMany(DateTimeOffset NextAt) : WebOtpIssue;
}
