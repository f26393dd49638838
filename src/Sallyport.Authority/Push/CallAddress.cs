using System.Buffers.Text;
using System.Text;
using Sallyport.Authority.Configuration;
using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Authority.Push;

/// <summary>Where a provider of calls asks what to say, and where it tells which keys were pressed. To know the address is not enough: the provider signs.</summary>
/// <param name="Person">Whose login it is.</param>
/// <param name="Push">What waits for the call.</param>
internal sealed record CallAddress(string Person, PushId Push)
{
    public const string SpeakPattern = PortalPaths.Phone + "/{push}/{person}";
    public const string KeysPattern = SpeakPattern + "/keys";
    public const string StatusPattern = SpeakPattern + "/status";

    /// <summary>Where the provider asks first.</summary>
    public string SpeakPath => $"{PortalPaths.Phone}/{Push}/{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Person))}";

    public string KeysPath => SpeakPath + "/keys";

    /// <summary>Where it tells how the call ended.</summary>
    public string StatusPath => SpeakPath + "/status";

    /// <summary>Null for what is no such address.</summary>
    public static CallAddress? Parse(string? push, string? person)
    {
        if (push is null || PushId.Parse(push) is not { } id || person is not { Length: > 0 and <= 4 * Rules.People.Person.MostNameLength } || !Base64Url.IsValid(person))
            return null;
        var address = new CallAddress(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(person)), id);
        // One spelling each: what does not write itself back is somebody's play.
        return address.SpeakPath == $"{PortalPaths.Phone}/{push}/{person}" ? address : null;
    }
}
