using System.Collections.Immutable;
using Sallyport.Rules.Factors.Passcodes;

namespace Sallyport.Rules.Logins.Sms;

/// <summary>A login that wants passcodes by message.</summary>
/// <param name="Choice">To which device.</param>
/// <param name="Codes">The hashes of fresh passcodes.</param>
public sealed record SmsRequest(DeviceChoice Choice, ImmutableArray<PasscodeHash> Codes);
