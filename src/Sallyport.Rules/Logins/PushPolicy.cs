using Sallyport.Rules.Factors;

namespace Sallyport.Rules.Logins;

/// <summary>What a site has decided about pushes and calls.</summary>
/// <param name="Life">How long a push waits for its answer, 15 s to 5 min.</param>
/// <param name="PerHour">Pushes and calls that a person is sent in an hour at most, 1 to 100.</param>
/// <param name="WithoutNumber">Whether a client that cannot show the number may ask nevertheless.</param>
/// <param name="BeforePassword">Whether hosts that ask before the password offer devices.</param>
/// <param name="Ways">What the site can deliver.</param>
public sealed record PushPolicy(
    TimeSpan Life, int PerHour, PushWithoutNumber WithoutNumber, PushBeforePassword BeforePassword, DeviceWays Ways)
{
    /// <summary>One minute, ten an hour, never without the number, not before the password.</summary>
    public static readonly PushPolicy Default = new(TimeSpan.FromMinutes(1), 10, PushWithoutNumber.Never, PushBeforePassword.Never, DeviceWays.Push);

    internal bool Offers(FactorKind way) => Ways.HasFlag(way switch
    {
        FactorKind.Push => DeviceWays.Push,
        FactorKind.Phone => DeviceWays.Phone,
        _ => DeviceWays.Sms,
    });
}

/// <summary>Whether a push may go out whose number nobody can read.</summary>
public enum PushWithoutNumber
{
    /// <summary>The login is told to give a code instead.</summary>
    Never = 1,
    /// <summary>The device asks for a bare yes.</summary>
    Always = 2,
}

/// <summary>Whether anybody who knows a name may have a push sent.</summary>
public enum PushBeforePassword
{
    Never = 1,
    /// <summary>Up to the limit an hour, and to names that do not exist as well.</summary>
    Always = 2,
}

/// <summary>What can be delivered to devices.</summary>
[Flags]
public enum DeviceWays
{
    None = 0,
    Push = 1,
    Phone = 2,
    Sms = 4,
}
