using System.Net;
using Sallyport.Rules.Factors;

namespace Sallyport.Rules.DayKeys;

/// <summary>A session of the outside door in which a second factor was given. It permits its person to vouch for keys.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="Factor">The factor.</param>
/// <param name="At">When it was given.</param>
/// <param name="Source">From where.</param>
/// <param name="Endings"><see cref="People.DayKeyAccess.Endings"/> at that moment.</param>
public sealed record FactorSession(string Person, FactorKind Factor, DateTimeOffset At, IPAddress Source, int Endings);
