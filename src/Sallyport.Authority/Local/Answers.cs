using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Sallyport.Authority.Registered;

namespace Sallyport.Authority.Local;

/// <summary>The answers of the local face. 400: the request is malformed; 403: not yours; 404: no such thing; 409: the rules say no.</summary>
internal static class Answers
{
    public static IResult Ok<T>(T message, JsonTypeInfo<T> type) => Results.Json(message, type);

    public static IResult Done() => Results.NoContent();

    public static IResult Malformed(string error) => Error(error, StatusCodes.Status400BadRequest);

    public static IResult NotPermitted(string error) => Error(error, StatusCodes.Status403Forbidden);

    public static IResult NotThere(string error) => Error(error, StatusCodes.Status404NotFound);

    public static IResult Refused(string error) => Error(error, StatusCodes.Status409Conflict);

    public static IResult Of(Registration outcome) => outcome switch
    {
        Registration.Done => Done(),
        Registration.Malformed malformed => Malformed(malformed.Error),
        Registration.Unchanged unchanged => Refused(unchanged.Error),
        _ => throw new InvalidOperationException($"no answer is known for {outcome.GetType().Name}"),
    };

    /// <summary>The same where what is unchanged was never there.</summary>
    public static IResult NotThereUnlessDone(Registration outcome) =>
        outcome is Registration.Unchanged missing ? NotThere(missing.Error) : Of(outcome);

    private static IResult Error(string error, int status) =>
        Results.Json(new ErrorMessage(error), LocalJson.Default.ErrorMessage, statusCode: status);
}
