using System.Security.Cryptography;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.People;
using Sallyport.Rules.Portal;

namespace Sallyport.Rules.Tests.Portal;

public sealed class DeviceTicketTests
{
    private const string Code = "234678-abcdef";

    private static readonly DateTimeOffset Noon = new(2031, 7, 13, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Life = PortalPolicy.Default.LinkLife;

    private readonly Person ada = Ticketed(Person.Registered("ada"), Code);

    [Fact]
    public void a_ticket_enrols_one_device()
    {
        var enrolled = Assert.IsType<PersonChange.Done>(DeviceTickets.Use(ada, Code, Browser("phone"), Noon)).Next;

        Assert.Equal("phone", Assert.Single(enrolled.Enrolments.Devices.All).Name);
        Refused(enrolled, Code, Browser("another"), Noon);
    }

    [Fact]
    public void a_device_that_is_refused_leaves_the_ticket_for_another_name()
    {
        Refused(ada, Code, Browser("  "), Noon);
        Assert.IsType<PersonChange.Done>(DeviceTickets.Use(ada, Code, Browser("phone"), Noon));
    }

    [Fact]
    public void a_wrong_code_enrols_nothing() => Refused(ada, "234678-abcdeg", Browser("phone"), Noon);

    [Fact]
    public void a_person_without_a_ticket_enrols_nothing() => Refused(Person.Registered("ada"), Code, Browser("phone"), Noon);

    [Fact]
    public void a_ticket_ends()
    {
        Refused(ada, Code, Browser("phone"), Noon + Life);
        Assert.IsType<PersonChange.Done>(DeviceTickets.Use(ada, Code, Browser("phone"), Noon + Life - TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void a_new_ticket_replaces_the_one_before() => Refused(Ticketed(ada, "999999-999999"), Code, Browser("phone"), Noon);

    [Fact]
    public void locking_and_signing_out_everywhere_take_the_ticket_back()
    {
        var locked = Assert.IsType<PersonChange.Done>(Enrolling.Lock(ada, "root")).Next;
        Refused(locked, Code, Browser("phone"), Noon);
        Refused(Assert.IsType<PersonChange.Done>(Enrolling.Unlock(locked, "root", Noon)).Next, Code, Browser("phone"), Noon);
        Refused(PortalRules.SignOutEverywhere(ada, null).Next, Code, Browser("phone"), Noon);
    }

    [Fact]
    public void a_stranger_gets_no_ticket() =>
        Assert.IsType<PersonChange.Refused>(DeviceTickets.Issue(Person.Unregistered("eve"), Hash(Code), PortalPolicy.Default, "eve", Noon));

    private static void Refused(Person person, string code, Device device, DateTimeOffset now) =>
        Assert.IsType<PersonChange.Refused>(DeviceTickets.Use(person, code, device, now));

    private static Person Ticketed(Person person, string code) =>
        Assert.IsType<PersonChange.Done>(DeviceTickets.Issue(person, Hash(code), PortalPolicy.Default, person.Name, Noon)).Next;

    private static PasscodeHash Hash(string code) => PasscodeHash.Of(code, new byte[PasscodeHash.SaltLength]);

    private static Device Browser(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Device.Browser(DeviceId.New(RandomNumberGenerator.GetBytes(DeviceId.RandomBytes)), name, DeviceKey.Read(key.ExportSubjectPublicKeyInfo())!, Noon);
    }
}
