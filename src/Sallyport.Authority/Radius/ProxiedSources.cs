using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;
using Sallyport.Rules.Logins;

namespace Sallyport.Authority.Radius;

/// <summary>
/// Who is behind a login that came through a proxy to an <c>sshd -i</c> on this machine: PAM knows the proxy's address, the gate that took its
/// PROXY header knows the client's (docs/operators/relay.md, hand-over). What the gate cannot say is an unknown source, never the proxy's own.
/// </summary>
internal sealed class ProxiedSources(ProxiedOptions? options, TimeProvider clock)
{
    private const int MostBytes = 4096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <param name="attempt">As PAM told it.</param>
    /// <param name="process">The process that asks (NAS-Port of libpam-radius-auth); null when it is on another machine or unnamed.</param>
    /// <param name="cancel">Ends the asking.</param>
    public async ValueTask<LoginAttempt> TrueAsync(LoginAttempt attempt, int? process, CancellationToken cancel)
    {
        if (options is null || attempt.Source is not { } source || !options.Proxies.Any(proxy => proxy.Contains(source)))
            return attempt;
        return attempt with { Source = process is { } pid ? await AskAsync(options.Control, pid, cancel) : null };
    }

    private async Task<IPAddress?> AskAsync(string control, int pid, CancellationToken cancel)
    {
        try
        {
            using var answer = JsonDocument.Parse(await GateControl.AskAsync(control, FormattableString.Invariant($"client {pid}"), MostBytes, Patience, clock, cancel));
            return IPAddress.TryParse(answer.RootElement.GetProperty("source").GetString(), out var client) ? client : null;
        }
        catch (Exception fault) when (fault is SocketException or IOException or JsonException or KeyNotFoundException or InvalidOperationException
            || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }
}
