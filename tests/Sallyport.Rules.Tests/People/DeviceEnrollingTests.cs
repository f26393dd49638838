using System.Security.Cryptography;
using Sallyport.Rules.Audit;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.People;

public sealed class DeviceEnrollingTests
{
    private static readonly DateTimeOffset Noon = new(2031, 7, 13, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void a_device_gets_the_lowest_number_that_is_free()
    {
        var person = Add(Add(Add(Person.Registered("ada"), Browser(1, "one")), Browser(2, "two")), Browser(3, "three"));
        person = Done(Enrolling.RemoveDevice(person, person.Enrolments.Devices.All[1].Id, "ada")).Next;

        person = Add(person, Browser(4, "four"));

        Assert.Equal([(1, "one"), (2, "four"), (3, "three")], person.Enrolments.Devices.All.Select(d => (d.Number, d.Name)));
    }

    [Fact]
    public void what_changes_is_audited()
    {
        var added = Done(Enrolling.AddDevice(Person.Registered("ada"), Phone(1, "Mobile"), "root"));
        var id = added.Next.Enrolments.Devices.All[0].Id;
        var renamed = Done(Enrolling.RenameDevice(added.Next, id, "Handy", "ada"));
        var removed = Done(Enrolling.RemoveDevice(renamed.Next, id, "ada"));

        Assert.Equal(
            [
                new AuditEvent(AuditKind.DeviceAdded, "ada", Actor: "root", Detail: "phone 1: Mobile, XXX-0001"),
                new AuditEvent(AuditKind.DeviceChanged, "ada", Actor: "ada", Detail: "Mobile is now Handy"),
                new AuditEvent(AuditKind.DeviceRemoved, "ada", Actor: "ada", Detail: "phone 1: Handy, XXX-0001"),
            ],
            [.. added.Events, .. renamed.Events, .. removed.Events]);
        Assert.Empty(removed.Next.Enrolments.Devices.All);
    }

    [Fact]
    public void a_stranger_gets_no_device() => Refused(Enrolling.AddDevice(Person.Unregistered("eve"), Browser(1, "one"), "eve"));

    [Fact]
    public void a_key_is_enrolled_once()
    {
        var first = Browser(1, "one");
        var person = Add(Person.Registered("ada"), first);

        Refused(Enrolling.AddDevice(person, Browser(2, "two") with { Key = first.Key }, "ada"));
        Refused(Enrolling.AddDevice(person, Browser(1, "two"), "ada"));
        Refused(Enrolling.AddDevice(person, Browser(2, "ONE"), "ada"));
    }

    [Fact]
    public void there_is_a_bound()
    {
        var person = Person.Registered("ada");
        for (byte i = 1; i <= DeviceSet.Most; i++)
            person = Add(person, Browser(i, $"device {i}"));

        Refused(Enrolling.AddDevice(person, Browser(99, "one more"), "ada"));
    }

    [Fact]
    public void a_browser_can_be_reached_anew_and_keeps_its_key()
    {
        var person = Add(Person.Registered("ada"), Browser(1, "one"));
        var device = person.Enrolments.Devices.All[0];

        var next = Done(Enrolling.ReachDevice(person, device.Id, null, new DeviceChannel("ntfy", "ada"), "ada")).Next.Enrolments.Devices.All[0];

        Assert.Equal((device.Key, "ntfy"), (next.Key, next.Channel?.Delivery));
        Refused(Enrolling.ReachDevice(person, DeviceId.New(new byte[DeviceId.RandomBytes]), null, null, "ada"));
    }

    private static Person Add(Person person, Device device) => Done(Enrolling.AddDevice(person, device, "ada")).Next;

    private static PersonChange.Done Done(PersonChange change) => Assert.IsType<PersonChange.Done>(change);

    private static void Refused(PersonChange change) => Assert.IsType<PersonChange.Refused>(change);

    private static Device Browser(byte seed, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Device.Browser(Id(seed), name, DeviceKey.Read(key.ExportSubjectPublicKeyInfo())!, Noon);
    }

    private static Device Phone(byte seed, string name) => Device.Phone(Id(seed), name, PhoneNumber.Parse($"+6149157{seed:0000}")!, Noon);

    private static DeviceId Id(byte seed) => DeviceId.New([seed, .. new byte[DeviceId.RandomBytes - 1]]);
}
