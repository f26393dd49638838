using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sallyport.Authority.Duo.Wire;

namespace Sallyport.Authority.Duo.Calls;

/// <summary>A request as its signature covers it, or the answer that refuses it unread.</summary>
internal readonly record struct ReadRequest(SignedRequest? Request, DuoReply? Refusal)
{
    public static implicit operator ReadRequest(SignedRequest request) => new(request, null);

    public static implicit operator ReadRequest(DuoReply refusal) => new(null, refusal);
}

/// <summary>Takes a request off the wire: the target as it was sent (routing decodes it), parameters from one place only.</summary>
internal static class RequestReader
{
    public static ReadRequest Read(HttpContext context, byte[] body, int most)
    {
        var http = context.Request;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? target : target[..mark];
        var query = mark < 0 ? "" : target[(mark + 1)..];
        if (!path.StartsWith('/'))
            return DuoReply.NotFound();

        if (query.Length > 0 && body.Length > 0)
            return DuoReply.InvalidParameters("parameters may be in the query or in the body, not in both");

        var isJson = body.Length > 0 && IsType(http, "application/json");
        if (body.Length > 0 && !isJson && !IsType(http, "application/x-www-form-urlencoded"))
            return DuoReply.UnsupportedType();

        var parameters = isJson ? JsonParameters.TryParse(body, most) : null;
        if (isJson && parameters is null)
            return DuoReply.InvalidParameters("the body is not one flat JSON object");
        if (parameters is null)
        {
            var fault = FormParameters.TryParse(body.Length > 0 ? body : Encoding.Latin1.GetBytes(query), out parameters, most);
            if (fault != FormFault.None)
                return DuoReply.InvalidParameters(Describe(fault));
        }
        // Only the command may be long.
        if (parameters.Without(PushInfo.Parameter).ValueBytes > FormParameters.MaxBytes)
            return DuoReply.TooLarge(FormParameters.MaxBytes);
        return new SignedRequest(http.Method, http.Host.Host, path, parameters, DateOf(http), isJson ? body : null);
    }

    private static bool IsType(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var sent) && string.Equals(sent.MediaType, type, StringComparison.OrdinalIgnoreCase);

    // duo_unix sends X-Duo-Date, so that a proxy cannot replace it; the SDKs send Date. Two of one kind are no date.
    private static string? DateOf(HttpRequest request)
    {
        var dates = request.Headers["X-Duo-Date"];
        if (dates.Count == 0)
            dates = request.Headers.Date;
        return dates.Count == 1 ? dates[0] : null;
    }

    private static string Describe(FormFault fault) => fault switch
    {
        FormFault.TooLong => $"more than {FormParameters.MaxBytes} bytes",
        FormFault.TooManyParameters => $"more than {FormParameters.MaxParameters} parameters",
        FormFault.BadPercentEncoding => "incomplete percent-encoding",
        FormFault.NoName => "a parameter without a name",
        FormFault.NameTwice => "a parameter that occurs twice",
        _ => "malformed",
    };
}
