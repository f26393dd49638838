using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Sallyport.Authority.Local;

/// <summary>The answers of the local face. 400: the wish is malformed; 403: not yours; 404: no such thing; 409: the rules say no.</summary>
internal static class Answers
{
    public static IResult Ok<T>(T message, JsonTypeInfo<T> type) => Results.Json(message, type);

    public static IResult Done() => Results.NoContent();

    public static IResult Malformed(string error) => Error(error, StatusCodes.Status400BadRequest);

    public static IResult NotPermitted(string error) => Error(error, StatusCodes.Status403Forbidden);

    public static IResult NotThere(string error) => Error(error, StatusCodes.Status404NotFound);

    public static IResult Refused(string error) => Error(error, StatusCodes.Status409Conflict);

    private static IResult Error(string error, int status) =>
        Results.Json(new ErrorMessage(error), LocalJson.Default.ErrorMessage, statusCode: status);
}
