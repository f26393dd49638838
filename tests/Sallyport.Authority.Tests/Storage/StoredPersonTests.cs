using System.Text;
using Sallyport.Authority.Machine;
using Sallyport.Authority.Storage.Stored;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Storage;

public sealed class StoredPersonTests
{
    private static readonly string Golden = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "stored-person.json")).Trim();

    [Fact]
    public void a_person_is_written_as_the_golden_file_says() =>
        Assert.Equal(Golden, Encoding.UTF8.GetString(PersonRecord.Write(Examples.Everything("ada"))));

    [Fact]
    public void what_the_golden_file_says_is_read_back_whole()
    {
        var read = PersonRecord.Read("ada", 7, Encoding.UTF8.GetBytes(Golden));

        Assert.Equal(("ada", 7, PersonStanding.Locked), (read.Name, read.Version, read.Standing));
        Assert.Equal(Golden, Encoding.UTF8.GetString(PersonRecord.Write(read)));
    }

    [Fact]
    public void a_person_who_was_stored_before_wrong_codes_were_counted_in_the_long_run_is_read_and_written_back_whole()
    {
        var before = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "stored-person-before-long-run.json")).Trim();

        Assert.Equal(before, Encoding.UTF8.GetString(PersonRecord.Write(PersonRecord.Read("ada", 7, Encoding.UTF8.GetBytes(before)))));
    }

    [Fact]
    public void a_phone_that_was_stored_before_numbers_were_proved_goes_on_counting()
    {
        var before = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "stored-person-before-phone-proofs.json")).Trim();

        var read = PersonRecord.Read("ada", 7, Encoding.UTF8.GetBytes(before));

        Assert.Equal("+61491570006", read.Enrolments.Devices.All.Single(device => device.Kind == DeviceKind.Phone).PhoneNumber?.Text);
        Assert.Null(read.Enrolments.Devices.PendingPhone);
        Assert.Equal(before, Encoding.UTF8.GetString(PersonRecord.Write(read)));
    }

    [Fact]
    public void a_person_who_was_stored_before_there_were_devices_is_read()
    {
        var before = Golden.Remove(Golden.IndexOf(""","dev":""", StringComparison.Ordinal), Golden.IndexOf(""","src":""", StringComparison.Ordinal) - Golden.IndexOf(""","dev":""", StringComparison.Ordinal));

        Assert.Same(DeviceSet.None, PersonRecord.Read("ada", 7, Encoding.UTF8.GetBytes(before)).Enrolments.Devices);
    }

    [Fact]
    public void a_person_who_was_stored_before_there_were_day_keys_is_read()
    {
        var before = Golden[..Golden.IndexOf(""","dk":""", StringComparison.Ordinal)] + "}";

        Assert.Same(DayKeyAccess.None, PersonRecord.Read("ada", 7, Encoding.UTF8.GetBytes(before)).DayKeys);
    }

    [Fact]
    public void a_person_without_anything_takes_little_room() =>
        Assert.Equal("""{"f":1,"st":1}""", Encoding.UTF8.GetString(PersonRecord.Write(Person.Registered("ada"))));

    [Fact]
    public void a_later_format_is_refused_not_guessed() =>
        Assert.Throws<StoreException>(() => PersonRecord.Read("ada", 7, """{"f":2,"st":1}"""u8));
}
