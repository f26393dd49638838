using System.Security.Cryptography;
using Sallyport.Authority.Machine;
using Sallyport.Authority.People;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Duo.Logins;

/// <summary>
/// Numbers for clients that show nothing while they wait (pam_duo behind sshd keeps every text until the next prompt): the menu itself shows
/// the number, and the option's word carries a token for it. The token is good once, for the same name, source and host, within
/// <see cref="Lifetime"/>; so a client that asks for a push by it has seen the number, and nobody can ask for one under the number of another prompt.
/// </summary>
internal sealed class PromptNumbers(TimeProvider time)
{
    public const int Most = 32_768;

    private const char Mark = '.';

    private readonly ExpiringTable<string, Offered> offered = new(Most, Lifetime, time, comparer: StringComparer.Ordinal);

    /// <summary>How long somebody may look at a menu.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(5);

    /// <summary>A fresh number and its token.</summary>
    public (PushNumber Number, string Token) Offer(LoginAttempt attempt)
    {
        var (number, token) = (Codes.PushNumber(), RandomNumberGenerator.GetHexString(16, lowercase: true));
        offered.TryAdd(token, new(number, attempt.User, attempt.Host, attempt.Source?.ToString()));
        return (number, token);
    }

    /// <summary>An option's word with its token.</summary>
    public static string Word(string word, string token) => $"{word}{Mark}{token}";

    /// <summary>The number that the prompt showed with this word; null when it showed none.</summary>
    public PushNumber? Take(LoginAttempt attempt, string word)
    {
        var at = word.IndexOf(Mark, StringComparison.Ordinal);
        return at >= 0
            && offered.Remove(word[(at + 1)..], out var shown)
            && (shown.User, shown.Host, shown.Source) == (attempt.User, attempt.Host, attempt.Source?.ToString())
                ? shown.Number
                : null;
    }

    /// <summary>What was chosen, by a word with or without a token.</summary>
    public static DeviceChoice? Read(string word)
    {
        var at = word.IndexOf(Mark, StringComparison.Ordinal);
        return DeviceChoice.Read(at < 0 ? word : word[..at]);
    }

    private sealed record Offered(PushNumber Number, string User, string Host, string? Source);
}
