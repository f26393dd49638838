using Sallyport.Authority.Configuration;
using Sallyport.Authority.Machine;
using Sallyport.Authority.People;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Push;

/// <summary>Runs a change of one person, whom the caller knows; the rule is told who makes it.</summary>
internal delegate Task<PersonChange> ChangePerson(Func<Person, string, PersonChange> decide);

/// <summary>
/// Sends the passcodes that prove phone numbers (<see cref="PhoneProving"/>). Beside the limit of each person there is one for each number, so
/// that several users together cannot flood a stranger's phone; a restart forgets the latter.
/// </summary>
internal sealed class PhoneProofs(IPushCourier courier, AuthorityOptions options, TimeProvider clock)
{
    private const int MostNumbers = 16 * 1024;

    private static readonly PersonChange.Refused NoMessages =
        new("this site sends no text messages, so the number cannot be proved; an administrator who has checked it adds it with: sallyport device add-phone --proved");

    private static readonly PersonChange.Refused NumberUsedUp = new($"{PendingPhone.MostADay} passcodes were sent to this number in a day; try again tomorrow");

    private readonly ExpiringTable<string, int> numbers = new(MostNumbers, TimeSpan.FromDays(1), clock, comparer: StringComparer.Ordinal);

    /// <summary>Whether the site can send a text message at all.</summary>
    public bool CanSend => options.DeviceWays.HasFlag(DeviceWays.Sms);

    /// <summary>Enters a number and sends a passcode there.</summary>
    public Task<PersonChange> StartAsync(string name, PhoneNumber number, ChangePerson change) => SendAsync(
        number, change, (person, code, actor, now) => PhoneProving.Start(person, name, number, code, actor, now));

    /// <summary>Sends another passcode to the number that waits.</summary>
    public Task<PersonChange> ResendAsync(Person person, ChangePerson change) => person.Enrolments.Devices.PendingPhone is { Number: var number }
        ? SendAsync(number, change, (now, code, actor, at) => PhoneProving.Resend(now, number, code, actor, at))
        : Task.FromResult<PersonChange>(PhoneProving.NothingWaits);

    /// <summary>The passcode was typed.</summary>
    public Task<PersonChange> ProveAsync(string answer, ChangePerson change)
    {
        var id = Codes.DeviceId();
        return change((person, actor) => PhoneProving.Prove(person, answer, id, actor, clock.GetUtcNow()));
    }

    private async Task<PersonChange> SendAsync(PhoneNumber number, ChangePerson change, Func<Person, PasscodeHash, string, DateTimeOffset, PersonChange> decide)
    {
        if (!CanSend)
            return NoMessages;

        var code = Codes.MessagePasscode();
        var kept = Codes.Hash(code);
        var changed = await change((person, actor) => IsUsedUp(number) ? NumberUsedUp : decide(person, kept, actor, clock.GetUtcNow()));
        if (changed is not PersonChange.Done { Next: var next })
            return changed;
        if (!Take(number))
            return NumberUsedUp;

        courier.SendProof(next, next.Enrolments.Devices.PendingPhone!, code);
        return changed;
    }

    private bool IsUsedUp(PhoneNumber number) => numbers.TryGet(number.Text, out var sent) && sent >= PendingPhone.MostADay;

    private bool Take(PhoneNumber number)
    {
        var sent = 1;
        numbers.AddOrUpdate(number.Text, sent, before => sent = before + 1);
        return sent <= PendingPhone.MostADay;
    }
}
