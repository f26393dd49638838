using Sallyport.Authority.Local;
using Sallyport.Cli.Terminal;

namespace Sallyport.Cli.People;

/// <summary>A person, as <c>status</c> and <c>user show</c> print one.</summary>
internal static class PersonText
{
    public static void Write(PersonMessage person, TextWriter output)
    {
        output.WriteLine($"{PlainText.Of(person.Name)} ({Standing(person.Standing)})");
        Line("Web-OTP", person.WebOtpUntil is { } until ? $"live until {Local(until)}; the next login asks for it" : "none live");
        Line("authenticator app", Totp(person));
        Line("skey sheet", person.Skey is { } skey ? $"{skey.LinesLeft} lines left, next: {skey.Challenge}" : "none");
        Line("recovery codes", person.RecoveryCodes == 0 ? "none" : $"{person.RecoveryCodes} left");
        if (person.Bypass is { } bypass)
            Line("bypass code", $"{bypass.UsesLeft} uses left until {Local(bypass.Expires)}");
        Line("last login", person.LastLogin is { } last ? $"{Local(last.At)} from {last.Source ?? "an unknown address"}, {last.Factor ?? "no second factor"}" : "none yet");
        Line("wrong codes since", person.FailedSince.Count == 0 ? "none" : string.Join(", ", person.FailedSince.Select(f => $"{f.Count} from {f.Network}")));
        foreach (var closed in person.Closed)
            Line("closed", $"{closed.Network} until {Local(closed.Until)}");

        void Line(string what, string value) => output.WriteLine($"  {what + ":",-19} {value}");
    }

    private static string Standing(string standing) => standing switch
    {
        "stranger" => "not registered",
        "locked" => "locked by an administrator",
        _ => standing,
    };

    private static string Totp(PersonMessage person)
    {
        var pending = person.TotpPending ? "a new key is waiting for its first code" : null;
        if (person.Totp is not { } totp)
            return pending ?? "none";

        var clock = totp.OffsetSeconds == 0 ? "correct" : $"about {Math.Abs(totp.OffsetSeconds)} s {(totp.OffsetSeconds < 0 ? "behind" : "ahead")} at the last login";
        if (totp.CodesFrom is { } from)
            clock = $"no code is valid before {Local(from)}, because a clock was ahead at the last login (user unlock fixes this)";
        return $"enrolled ({totp.Digits} digits, {totp.Algorithm}), {clock}{(pending is null ? string.Empty : "; " + pending)}";
    }

    private static string Local(DateTimeOffset time) => LocalTime.Minute(time);
}
