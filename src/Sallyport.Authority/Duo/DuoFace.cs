using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Duo.Calls;
using Sallyport.Authority.Duo.Logins;
using Sallyport.Authority.Duo.Wire;
using Sallyport.Authority.Logins;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Push;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Duo;

/// <summary>The Duo face: what stock <c>pam_duo</c>, <c>login_duo</c> and the Duo SDKs talk to. Endpoints.cs lists its addresses.</summary>
internal sealed class DuoFace : IDisposable
{
    private readonly Authenticator authenticator;
    private readonly HostLimits limits = new();
    private readonly ILogger log;

    // Hosts that were named in the log already; there are no more of them than integrations.
    private readonly ConcurrentDictionary<string, bool> failOpen = new(StringComparer.Ordinal);

    public DuoFace(IHosts hosts, IAuditLog audit, LoginService service, PushLogins pushes, PushOptions push, TimeProvider time, ILogger<DuoFace> log, HelpLinks? help = null)
    {
        authenticator = new(hosts, new RefusedSignatures(audit, time), time);
        this.log = log;
        var logins = new DuoLogins(service, pushes, new PromptNumbers(time), new DuoConnectionTries(time), push.CodeFirstHosts, help);
        var transactions = new Transactions(logins, time);
        V1 = new(logins, transactions);
        V2 = new(logins, transactions, time);
    }

    public V1 V1 { get; }

    public V2 V2 { get; }

    public void Dispose()
    {
        limits.Dispose();
        authenticator.Dispose();
    }

    /// <summary>Answers a call that nobody signs.</summary>
    /// <param name="method">The one that is allowed, or null for all.</param>
    public Task ServeOpenAsync(HttpContext context, Dialect dialect, string? method, Func<DuoReply> handler) =>
        ServeAsync(context, dialect, method, FormParameters.MaxBytes, _ => Task.FromResult(handler()));

    /// <summary>Answers a call of an integration.</summary>
    /// <param name="most">The longest body, in bytes.</param>
    public Task ServeSignedAsync(
        HttpContext context, Dialect dialect, string? method, Func<SignedCall, CancellationToken, Task<DuoReply>> handler, int most = FormParameters.MaxBytes) =>
        ServeAsync(context, dialect, method, most, async cancel =>
        {
            var (call, refusal) = await authenticator.AuthenticateAsync(context, most, cancel);
            if (call is null)
                return refusal!;
            if (string.Equals(call.Parameters.Find("failmode"), "open", StringComparison.Ordinal) && failOpen.TryAdd(call.Host.Name, true))
                log.DuoFailsOpen(call.Host.Name);
            var reply = await LimitedAsync(call, handler, cancel);
            return reply.Wait is { } wait ? await wait(cancel) : reply;
        });

    /// <summary>A call that waits for a person holds no place: ten thousand may.</summary>
    private async Task<DuoReply> LimitedAsync(SignedCall call, Func<SignedCall, CancellationToken, Task<DuoReply>> handler, CancellationToken cancel)
    {
        using var lease = limits.Enter(call.Host.Name);
        return lease.IsAcquired ? await handler(call, cancel) : DuoReply.TooManyRequests();
    }

    private async Task ServeAsync(HttpContext context, Dialect dialect, string? method, int most, Func<CancellationToken, Task<DuoReply>> handler)
    {
        var cancel = context.RequestAborted;
        DuoReply reply;
        try
        {
            // The command line's socket is plain HTTP: nothing of this face is there.
            if (context.Features.Get<ITlsHandshakeFeature>() is null)
                reply = DuoReply.NotFound();
            else if (method is not null && !string.Equals(context.Request.Method, method, StringComparison.Ordinal))
                reply = DuoReply.MethodNotAllowed(method);
            else
                reply = await handler(cancel);
        }
        catch (BadHttpRequestException fault)
        {
            reply = fault.StatusCode == StatusCodes.Status413PayloadTooLarge ? DuoReply.TooLarge(most) : DuoReply.InvalidParameters("malformed HTTP");
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            log.DuoCallFailed(LogText.Of(context.Request.Path.Value ?? string.Empty), fault);
            reply = DuoReply.InternalError();
        }
        await reply.WriteAsync(context.Response, dialect, cancel);
    }
}
