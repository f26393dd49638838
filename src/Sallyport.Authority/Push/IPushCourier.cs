using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Push;

/// <summary>Tells devices that a login waits for them. Never keeps a login waiting: what cannot be delivered is the courier's own matter.</summary>
internal interface IPushCourier
{
    /// <param name="person">Whose login it is.</param>
    /// <param name="push">What waits. Its number is for the login alone: it must not be delivered to a device.</param>
    /// <param name="devices">The person's devices that may answer it; none for a decoy.</param>
    void Send(Person person, PendingPush push, IReadOnlyList<Device> devices);
}

/// <summary>Delivers nothing: pages that are open ask by themselves.</summary>
internal sealed class NoCourier : IPushCourier
{
    public void Send(Person person, PendingPush push, IReadOnlyList<Device> devices)
    {
    }
}
