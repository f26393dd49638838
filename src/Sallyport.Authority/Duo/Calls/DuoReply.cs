using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Duo.Wire;

namespace Sallyport.Authority.Duo.Calls;

/// <summary>How a family of clients speaks.</summary>
internal enum Dialect
{
    /// <summary><c>/rest/v1/*.bson</c>: duo_unix up to 1.11 (Debian, every release to date).</summary>
    V1Bson,

    /// <summary><c>/rest/v1/*.json</c>: duo_unix 1.12 to 2.1.</summary>
    V1Json,

    /// <summary><c>/auth/v2/*</c>: duo_unix 2.2 on and the SDKs.</summary>
    V2,
}

/// <summary>An answer: <c>{stat: OK, response: …}</c> or <c>{stat: FAIL, code, message, message_detail}</c>, where the code starts with the HTTP status.</summary>
internal sealed record DuoReply(int Status, DuoDocument Document)
{
    /// <summary>Seconds after which a client that was turned away may come again.</summary>
    public int? RetryAfter { get; private init; }

    /// <summary>What the answer waits for, where it does: awaited when the call is over for everybody but its client.</summary>
    public Func<CancellationToken, Task<DuoReply>>? Wait { get; private init; }

    /// <summary>An answer that comes when a person has answered a device.</summary>
    public static DuoReply Later(Func<CancellationToken, Task<DuoReply>> wait) => new(StatusCodes.Status200OK, []) { Wait = wait };

    public static DuoReply Ok(DuoValue response) => new(StatusCodes.Status200OK, new() { { "stat", "OK" }, { "response", response } });

    public static DuoReply InvalidParameters(string detail) => Fail(40002, "Invalid request parameters", detail);

    public static DuoReply MissingCredentials() => Fail(40101, "Missing request credentials", "sign the request with an integration's key");

    public static DuoReply InvalidSignature() => Fail(40103, "Invalid signature in request credentials", "check ikey, skey and host");

    public static DuoReply BadDate() => Fail(40105, "Bad request timestamp", "the date must be within five minutes of the server's clock");

    public static DuoReply DateWanted() => Fail(40105, "Bad request timestamp", "this integration accepts only dated signatures");

    public static DuoReply Forbidden(string detail) => Fail(40301, "Access forbidden", detail);

    public static DuoReply NotFound() => Fail(40401, "Resource not found", "no such address here");

    public static DuoReply MethodNotAllowed(string method) => Fail(40501, "Method not allowed", $"use {method}");

    public static DuoReply TooLarge(int most) => Fail(41301, "Request too large", $"at most {most} bytes");

    public static DuoReply TooSlow() => Fail(40801, "Request timed out", "the body took too long to arrive");

    public static DuoReply UnsupportedType() => Fail(41501, "Unsupported content type", "send a form or, signed with its body, one JSON object");

    public static DuoReply TooManyRequests() => Fail(42901, "Too Many Requests", "try again in a second") with { RetryAfter = 1 };

    public static DuoReply InternalError() => Fail(50001, "Internal error", "see the authority's log");

    public Task WriteAsync(HttpResponse response, Dialect dialect, CancellationToken cancel)
    {
        var body = dialect == Dialect.V1Bson ? BsonWriter.Write(Document) : JsonAnswerWriter.Write(Document);
        response.StatusCode = Status;
        response.ContentType = dialect == Dialect.V1Bson ? "application/bson" : "application/json";
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-store";
        if (RetryAfter is { } seconds)
            response.Headers.RetryAfter = $"{seconds}";
        return response.Body.WriteAsync(body, cancel).AsTask();
    }

    private static DuoReply Fail(int code, string message, string detail) =>
        new(code / 100, new() { { "stat", "FAIL" }, { "code", code }, { "message", message }, { "message_detail", detail } });
}
