namespace Sallyport.Rules.Logins;

/// <summary>What a site has decided about passcodes by message.</summary>
/// <param name="Count">How many one message carries, 1 to 10.</param>
/// <param name="Life">How long they are good, 1 min to 1 day.</param>
/// <param name="PerHour">Messages that a person is sent in an hour at most, 1 to 100.</param>
public sealed record SmsPolicy(int Count, TimeSpan Life, int PerHour)
{
    /// <summary>One, good for ten minutes; five messages an hour.</summary>
    public static readonly SmsPolicy Default = new(1, TimeSpan.FromMinutes(10), 5);
}
