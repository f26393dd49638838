using System.Net;

namespace Sallyport.Authority.Storage;

/// <summary>Who changes something.</summary>
/// <param name="Name">What the audit calls them.</param>
/// <param name="Source">Where their browser is; null for the command line, which is on this machine.</param>
internal readonly record struct Actor(string Name, IPAddress? Source)
{
    public static implicit operator Actor(string name) => new(name, null);
}
