using System.Security.Cryptography;
using Sallyport.Authority.People;
using Sallyport.Authority.Secrets;
using Sallyport.Authority.Storage;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.People;

namespace PushBench;

/// <summary>The bench's people, each with a browser of their own (all with one key), and the host that asks.</summary>
internal sealed class BenchPeople : IDisposable
{
    public static readonly DuoHost Host = new("bench", "DIBENCHBENCHBENCHBEN", new Secret("the-secret-key-of-the-bench-forty-letters"), DuoClients.Old);

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly DeviceKey known;

    public BenchPeople() => known = DeviceKey.Read(key.ExportSubjectPublicKeyInfo())!;

    public static string Name(int number) => $"person{number:00000}";

    public Person Enrolled(int number)
    {
        var device = Device.Browser(Codes.DeviceId(), "Phone", known, DateTimeOffset.UnixEpoch);
        return ((PersonChange.Done)Enrolling.AddDevice(Person.Registered(Name(number)), device, "root")).Next;
    }

    /// <summary>What the person's device says to the push that waits.</summary>
    public PushAnswer Approve(Person person)
    {
        var (push, device) = (person.Enrolments.Devices.Push!, person.Enrolments.Devices.All[0].Id);
        var number = $"{push.Number?.Reveal()}";
        var signature = key.SignData(
            PushAnswer.SignedText(person.Name, push.Id, device, PushReply.Approve, number), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return new PushAnswer(push.Id, device, PushReply.Approve, number, [.. signature]);
    }

    public void Dispose() => key.Dispose();
}
