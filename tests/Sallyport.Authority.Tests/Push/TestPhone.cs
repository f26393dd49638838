using System.Security.Cryptography;
using Sallyport.Authority.People;
using Sallyport.Authority.Push;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Push;

/// <summary>A browser of a person's: holds the private key, shows what waits, signs what its person says.</summary>
internal sealed class TestPhone : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestPhone(string person, string name = "Pixel 9")
    {
        Person = person;
        Device = Device.Browser(Codes.DeviceId(), name, DeviceKey.Read(key.ExportSubjectPublicKeyInfo())!, DateTimeOffset.UnixEpoch);
    }

    public string Person { get; }

    public Device Device { get; }

    public PersonChange EnrolTo(Person person) => Enrolling.AddDevice(person, Device, "root");

    public PushAnswer Sign(PushId push, PushReply reply, string number) =>
        new(push, Device.Id, reply, number, [.. Sign(PushAnswer.SignedText(Person, push, Device.Id, reply, number))]);

    public Task<PushResult> AnswerAsync(PushAnswerService service, PendingPush push, PushReply reply, string? number = null) =>
        service.AnswerAsync(Person, Sign(push.Id, reply, number ?? $"{push.Number?.Reveal()}"), CancellationToken.None);

    private byte[] Sign(byte[] text) => key.SignData(text, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose() => key.Dispose();
}
