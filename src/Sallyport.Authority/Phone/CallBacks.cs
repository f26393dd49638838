using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Configuration;
using Sallyport.Authority.Delivery;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Push;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;

namespace Sallyport.Authority.Phone;

/// <summary>Gives an answer that a key in a call gave to the login that waits (<c>PushAnswerService.AnswerCallAsync</c>).</summary>
internal delegate Task<PushResult> CallAnswered(string person, PushId push, PushReply reply, string number, CancellationToken cancel);

/// <summary>Ends the wait for a call that reached nobody (<c>PushAnswerService.EndCallAsync</c>).</summary>
internal delegate Task<PushResult> CallEnded(string person, PushId push, PushVerdict how, CancellationToken cancel);

/// <summary>What a provider of calls asks the authority: what to say, and what the pressed keys mean. Each request has the provider's signature.</summary>
internal sealed class CallBacks(Deliveries deliveries, IPeople people, IAuditLog audit, CallAnswered answer, CallEnded end, AuthorityOptions options, TimeProvider clock)
{
    private const int MostFields = 64;
    private const int RefusedRowsPerMinute = 20;

    private readonly RowLimit refused = new(RefusedRowsPerMinute, clock);

    /// <summary>The call was taken: who asks, and for which keys.</summary>
    public Task SpeakAsync(HttpContext context) => ServeAsync(context, address => address.SpeakPath, (address, _, cancel) => AskAsync(address, cancel));

    /// <summary>Keys were pressed.</summary>
    public Task KeysAsync(HttpContext context) => ServeAsync(context, address => address.KeysPath, async (address, form, cancel) =>
    {
        if (await PendingAsync(address, cancel) is not { } push)
            return CallScript.Gone;
        return CallScript.Read(form.GetValueOrDefault("Digits", string.Empty), push) is var (reply, number)
            ? CallScript.Follow(await answer(address.Person, address.Push, reply, number, cancel), options.Portal.Origin + address.KeysPath)
            : CallScript.Ask(options.Site, push, address.Person, options.Portal.Origin + address.KeysPath);
    });

    /// <summary>The call is over. What is no end, or none that we know, changes nothing.</summary>
    public Task StatusAsync(HttpContext context) => ServeAsync(context, address => address.StatusPath, async (address, form, cancel) =>
    {
        if (CallScript.ReadStatus(form.GetValueOrDefault("CallStatus", string.Empty)) is { } how)
            await end(address.Person, address.Push, how, cancel);
        return CallScript.Nothing;
    });

    private async Task<string> AskAsync(CallAddress address, CancellationToken cancel) =>
        await PendingAsync(address, cancel) is { } push
            ? CallScript.Ask(options.Site, push, address.Person, options.Portal.Origin + address.KeysPath)
            : CallScript.Gone;

    private async Task ServeAsync(
        HttpContext context, Func<CallAddress, string> path, Func<CallAddress, IReadOnlyDictionary<string, string>, CancellationToken, Task<string>> serve)
    {
        var cancel = context.RequestAborted;
        if (CallAddress.Parse(context.Request.RouteValues["push"] as string, context.Request.RouteValues["person"] as string) is not { } address)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var form = await FormAsync(context.Request, cancel);
        if (form is null || !IsSigned(context.Request, options.Portal.Origin + path(address), form))
        {
            await AuditAsync(context, address, cancel);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        context.Response.ContentType = "text/xml; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(await serve(address, form, cancel), cancel);
    }

    private bool IsSigned(HttpRequest request, string url, IReadOnlyDictionary<string, string> form) =>
        deliveries.First(Purpose.Phone)?.Secret is { } token
        && request.Headers[ProviderSignature.Header] is [{ } signature]
        && ProviderSignature.IsValid(token, url + request.QueryString, form, signature);

    private async ValueTask<PendingPush?> PendingAsync(CallAddress address, CancellationToken cancel)
    {
        var person = await people.FindAsync(address.Person, cancel);
        return person.Enrolments.Devices.Push is { Factor: FactorKind.Phone } push && push.Id == address.Push && push.IsOpen(clock.GetUtcNow()) ? push : null;
    }

    // A field that stands twice is signed in no documented way: such a form is none.
    private static async Task<IReadOnlyDictionary<string, string>?> FormAsync(HttpRequest request, CancellationToken cancel)
    {
        if (!request.HasFormContentType)
            return null;
        try
        {
            var form = await request.ReadFormAsync(new() { ValueCountLimit = MostFields, BufferBodyLengthLimit = 64 * 1024 }, cancel);
            return form.Files.Count == 0 && form.All(field => field.Value is [not null])
                ? form.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal)
                : null;
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    private async Task AuditAsync(HttpContext context, CallAddress address, CancellationToken cancel)
    {
        if (refused.TryTake(out var leftOut))
        {
            var detail = leftOut == 0 ? "not signed by the provider" : $"not signed by the provider ({leftOut} more were refused before, without an audit row)";
            await audit.AppendAsync([new AuditEvent(AuditKind.CallBackRefused, address.Person, context.Connection.RemoteIpAddress, Detail: detail)], cancel);
        }
    }
}
