using System.Net.Http;
using System.Net.Security;

namespace SshWith2fa.Checks;

/// <summary>This machine's clock against the portal's: authenticator programs on this machine live by it.</summary>
internal static class ClockCheck
{
    /// <summary>Half a time step of TOTP (RFC 6238): beyond it codes are refused now and then.</summary>
    public static TimeSpan Tolerance { get; } = TimeSpan.FromSeconds(15);

    private const string About = "clock";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<Finding> Of(string portal, TimeProvider time, CancellationToken cancel)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        // Only the Date header is read, and believed no further than a hint: whose certificate it is does not matter.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, errors) => !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable);
        using var client = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var question = new HttpRequestMessage(HttpMethod.Head, new Uri(portal));
            var before = time.GetUtcNow();
            using var answer = await client.SendAsync(question, cancel);
            var middle = before + ((time.GetUtcNow() - before) / 2);
            return answer.Headers.Date is { } theirs ? Judge(middle - theirs) : Finding.Hint(About, $"{portal} does not send the time");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return Finding.Hint(About, $"not compared: {portal} does not answer from here");
        }
    }

    /// <param name="ahead">How far this machine is ahead.</param>
    public static Finding Judge(TimeSpan ahead) => ahead.Duration() <= Tolerance
        ? Finding.Good(About, "agrees with the portal's")
        : Finding.Wrong(About, $"this machine is {ahead.Duration().TotalSeconds:0} seconds {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the portal: authenticator programs here give wrong codes; turn on network time");
}
