using Sallyport.Rules.Factors.Devices;

namespace Sallyport.Rules.Logins.Push;

/// <summary>A login that wants to be confirmed on a device.</summary>
/// <param name="Choice">How, and on which.</param>
/// <param name="Display">Whether the person will see the number while the login waits.</param>
/// <param name="Id">A fresh name for the push.</param>
/// <param name="Number">Fresh digits for it.</param>
public sealed record PushRequest(DeviceChoice Choice, NumberDisplay Display, PushId Id, PushNumber Number);

/// <summary>Whether a client can show a text while the login waits.</summary>
public enum NumberDisplay
{
    Shown = 1,
    NotShown = 2,
}
