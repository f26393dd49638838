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

    /// <summary>Sends passcodes to a phone.</summary>
    /// <param name="device">A device with a number.</param>
    /// <param name="codes">The passcodes, whose hashes the person has by now.</param>
    void SendPasscodes(Person person, Device device, IReadOnlyList<string> codes);

    /// <summary>Sends the passcode that proves a phone number to that number.</summary>
    void SendProof(Person person, PendingPhone phone, string code);

    /// <summary>Sends a passcode to a phone, for its owner to read to the helpdesk.</summary>
    void SendForHelpdesk(Person person, Device phone, string code);

    /// <summary>Tells a person something, on every device that can be reached.</summary>
    void Tell(Person person, string sentence);
}

/// <summary>Delivers nothing: for what has no devices to tell.</summary>
internal sealed class NoCourier : IPushCourier
{
    public void Send(Person person, PendingPush push, IReadOnlyList<Device> devices)
    {
    }

    public void SendPasscodes(Person person, Device device, IReadOnlyList<string> codes)
    {
    }

    public void SendProof(Person person, PendingPhone phone, string code)
    {
    }

    public void SendForHelpdesk(Person person, Device phone, string code)
    {
    }

    public void Tell(Person person, string sentence)
    {
    }
}
