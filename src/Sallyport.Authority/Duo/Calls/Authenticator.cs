using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Sallyport.Authority.Duo.Wire;
using Sallyport.Authority.Storage;

namespace Sallyport.Authority.Duo.Calls;

/// <summary>A request that an integration signed.</summary>
/// <param name="Parameters">All but <c>pushinfo</c>, which may be long and must not lie in memory while a login waits.</param>
/// <param name="Info">What there is to show of <c>pushinfo</c>.</param>
/// <param name="Waiting">Whether the client's person sees texts while it waits.</param>
internal sealed record SignedCall(DuoHost Host, FormParameters Parameters, PushInfo Info, Waiting Waiting)
{
    public static SignedCall Of(DuoHost host, FormParameters parameters, Waiting waiting = Waiting.Shown) =>
        new(host, parameters.Without(PushInfo.Parameter), PushInfo.Of(parameters), waiting);
}

/// <summary>What a client does with the texts that it fetches while it waits.</summary>
internal enum Waiting
{
    Shown = 1,
    /// <summary>pam_duo hands them to PAM, and sshd keeps them until the next prompt.</summary>
    Kept = 2,
}

/// <summary>Finds the integration that signed a request. A key that nobody has costs the same work as a wrong signature and gets the same answer.</summary>
internal sealed class Authenticator(IHosts hosts, RefusedSignatures refused, TimeProvider time) : IDisposable
{
    private static readonly byte[] NobodysKey = new byte[40];

    private readonly RequestBodies bodies = new(time);

    public void Dispose() => bodies.Dispose();

    public async ValueTask<(SignedCall? Call, DuoReply? Refusal)> AuthenticateAsync(HttpContext context, int most, CancellationToken cancel)
    {
        using var body = await bodies.ReadAsync(context, most, cancel);
        if (body.Bytes is null)
            return (null, body.Refusal);
        var read = RequestReader.Read(context, body.Bytes, most);
        if (read.Request is not { } request)
            return (null, read.Refusal);

        var source = context.Connection.RemoteIpAddress;
        var header = context.Request.Headers[HeaderNames.Authorization];
        if (header.Count == 0)
            return (null, DuoReply.MissingCredentials());
        if (header.Count > 1 || AuthorizationHeader.TryParse(header[0]) is not { } authorization)
            return await RefuseAsync(null, source, "a malformed Authorization header", DuoReply.InvalidSignature(), cancel);

        var host = await hosts.FindHostAsync(authorization.Ikey, cancel);
        switch (Check(request, context.Request.Host, authorization, host))
        {
            case SignatureVerdict.Valid when host is not null:
                return (SignedCall.Of(host, request.Parameters, WaitingOf(context)), null);
            case SignatureVerdict.Stale when host is not null:
                return await RefuseAsync(host, source, $"dated {request.Date}", DuoReply.BadDate(), cancel);
            case SignatureVerdict.Undated when host is not null:
                return await RefuseAsync(host, source, "no date, and not marked as an old client", DuoReply.DateWanted(), cancel);
            default:
                var reason = host is null ? $"unknown ikey {authorization.Ikey}" : "wrong signature";
                return await RefuseAsync(host, source, reason, DuoReply.InvalidSignature(), cancel);
        }
    }

    private static Waiting WaitingOf(HttpContext context) =>
        context.Request.Headers.UserAgent.ToString().StartsWith("pam_duo/", StringComparison.Ordinal) ? Waiting.Kept : Waiting.Shown;

    private SignatureVerdict Check(SignedRequest request, HostString sentHost, AuthorizationHeader authorization, DuoHost? host)
    {
        var skey = host is null ? NobodysKey : host.SecretKey.Bytes;
        var undated = host?.Clients == DuoClients.Old ? UndatedSignatures.Accept : UndatedSignatures.Refuse;
        var now = time.GetUtcNow();
        var verdict = SignatureCheck.Check(request, authorization, skey, undated, now);

        // duo_unix signs the name without its port; the SDK for Go signs the two together.
        return verdict == SignatureVerdict.Wrong && sentHost.Port is not null
            ? SignatureCheck.Check(request with { Host = sentHost.Value! }, authorization, skey, undated, now)
            : verdict;
    }

    private async ValueTask<(SignedCall? Call, DuoReply? Refusal)> RefuseAsync(
        DuoHost? host, IPAddress? source, string reason, DuoReply reply, CancellationToken cancel)
    {
        await refused.RecordAsync(host?.Name, source, reason, cancel);
        return (null, reply);
    }
}
