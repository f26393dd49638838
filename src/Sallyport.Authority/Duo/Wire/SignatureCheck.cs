using System.Security.Cryptography;

namespace Sallyport.Authority.Duo.Wire;

/// <summary>What a signature is worth.</summary>
internal enum SignatureVerdict
{
    Valid,

    /// <summary>No key signed this request in any form we know.</summary>
    Wrong,

    /// <summary>Rightly signed, but dated more than <see cref="RequestDate.Tolerance"/> away, or with a date that is none.</summary>
    Stale,

    /// <summary>Rightly signed without a date, by an integration that is not marked as serving old clients.</summary>
    Undated,
}

/// <summary>Whether signatures without a date are taken (duo_unix before 2.0.4, so every Debian release to date).</summary>
internal enum UndatedSignatures
{
    Refuse,
    Accept,
}

/// <summary>Checks signatures in time that depends on nothing secret: every form is computed, each comparison runs in fixed time.</summary>
internal static class SignatureCheck
{
    public static SignatureVerdict Check(
        SignedRequest request, AuthorizationHeader authorization, ReadOnlySpan<byte> skey, UndatedSignatures undated, DateTimeOffset now)
    {
        var dated = IsSignedBy(authorization, skey, request.CanonicalFive());
        var datedWithBody = IsSignedBy(authorization, skey, request.CanonicalSix()) | IsSignedBy(authorization, skey, request.CanonicalSeven());
        var bare = IsSignedBy(authorization, skey, request.CanonicalFour());

        if (request.Date is not null && ((dated && request.JsonBody is null) || (datedWithBody && !authorization.IsSha1)))
        {
            var date = RequestDate.TryParse(request.Date);
            return date is not null && RequestDate.IsFresh(date.Value, now) ? SignatureVerdict.Valid : SignatureVerdict.Stale;
        }
        if (!bare || request.JsonBody is not null)
            return SignatureVerdict.Wrong;
        return undated == UndatedSignatures.Accept ? SignatureVerdict.Valid : SignatureVerdict.Undated;
    }

    private static bool IsSignedBy(AuthorizationHeader authorization, ReadOnlySpan<byte> skey, ReadOnlySpan<byte> canonical)
    {
        var expected = authorization.IsSha1 ? HMACSHA1.HashData(skey, canonical) : HMACSHA512.HashData(skey, canonical);
        return CryptographicOperations.FixedTimeEquals(expected, authorization.Signature);
    }
}
