using System.Net;

namespace Sallyport.Rules.Audit;

/// <summary>One thing that happened. It never carries a code, a key or a password.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Person">The name it concerns; for a guess, the name that was tried.</param>
/// <param name="Source">The address it came from, if there is one.</param>
/// <param name="Host">The integration or RADIUS client that asked, if one did.</param>
/// <param name="Actor">Who did it, when that is somebody else than the person: <c>root</c>, an administrator's name.</param>
/// <param name="Detail">What else is worth knowing: the factor, the time a lockout ends, a CIDR.</param>
public sealed record AuditEvent(
    AuditKind Kind,
    string? Person = null,
    IPAddress? Source = null,
    string? Host = null,
    string? Actor = null,
    string? Detail = null);
