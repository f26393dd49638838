using System.Security.Cryptography;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Logins.Push;

/// <summary>A browser of a person's in a test: holds the private key and signs what it is told to.</summary>
internal sealed class PhoneInHand
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private PhoneInHand(byte seed) => Id = DeviceId.New([seed, .. new byte[DeviceId.RandomBytes - 1]]);

    public DeviceId Id { get; }

    public static PhoneInHand Enrol(Site site, string user, byte seed = 1, string name = "Pixel 9")
    {
        var phone = new PhoneInHand(seed);
        if (site[user].Standing == PersonStanding.Unregistered)
            site.Apply(user, p => Enrolling.Register(p, "root"));
        site.Apply(user, p => Enrolling.AddDevice(p, Device.Browser(phone.Id, name, DeviceKey.Read(phone.key.ExportSubjectPublicKeyInfo())!, site.Now), user));
        return phone;
    }

    public PushAnswer Sign(string user, PushId push, PushReply reply, string number, DeviceId? device = null)
    {
        var signature = key.SignData(
            PushAnswer.SignedText(user, push, device ?? Id, reply, number), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return new PushAnswer(push, device ?? Id, reply, number, [.. signature]);
    }

    public PushResult Answer(Site site, string user, PendingPush push, PushReply reply, string? number = null) =>
        site.Answer(user, Sign(user, push.Id, reply, number ?? $"{push.Number?.Reveal()}"));
}
