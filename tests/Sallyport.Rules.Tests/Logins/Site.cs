using System.Net;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors.Devices;
using Sallyport.Rules.Factors.Passcodes;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Logins.Push;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Logins;

/// <summary>A site in memory: a clock, a policy, people, and the rules run against them as an authority would.</summary>
internal sealed class Site
{
    private readonly Dictionary<string, Person> people = new(StringComparer.Ordinal);
    private int pushes;

    public static readonly byte[] Key = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];

    public DateTimeOffset Now { get; set; } = new(2026, 3, 29, 1, 59, 47, TimeSpan.Zero);

    public LoginPolicy Policy { get; set; } = LoginPolicy.Default(new Decoy(new byte[32], DecoyMix.Default));

    public Person this[string name]
    {
        get => people.GetValueOrDefault(name) ?? Person.Unregistered(name);
        set => people[name] = value;
    }

    public static LoginAttempt From(string user, string? source = "192.0.2.7", string host = "door") =>
        new(user, Addresses.Parse(source), host);

    public LoginDecision Begin(LoginAttempt attempt) => Keep(attempt, LoginRules.Begin(this[attempt.User], attempt, Policy, Now));

    public LoginDecision Answer(LoginAttempt attempt, string answer, int earlierTries = 0) =>
        Keep(attempt, LoginRules.Answer(this[attempt.User], attempt, earlierTries, answer, Policy, Now));

    public Site WithTotp(string name, byte[]? key = null)
    {
        this[name] = Registered(name) with { Enrolments = this[name].Enrolments with { Totp = TotpEnrolment.New(new TotpKey(key ?? Key)) } };
        return this;
    }

    public SkeySheet WithSkey(string name, int lines = 30)
    {
        using var passphrase = SkeyPassphrase.FromEntropy("a pass phrase of a test"u8);
        var sheet = SkeySheet.Generate(SkeyAlgorithm.Sha1, SkeySeed.Parse("do12345")!, passphrase, lines);
        this[name] = Registered(name) with { Enrolments = this[name].Enrolments with { Skey = sheet.Start } };
        return sheet;
    }

    public Site WithRecoveryCodes(string name, params string[] codes)
    {
        this[name] = Registered(name) with
        {
            Enrolments = this[name].Enrolments with { RecoveryCodes = new RecoveryCodes([.. codes.Select(c => PasscodeHash.Of(c, new byte[16]))]) },
        };
        return this;
    }

    public void Apply(string name, Func<Person, PersonChange> change) =>
        this[name] = Assert.IsType<PersonChange.Done>(change(this[name])).Next;

    public string Code(int offset = 0, byte[]? key = null)
    {
        var totp = new TotpKey(key ?? Key);
        return totp.CodeAt(totp.StepAt(Now) + offset);
    }

    public PushAnswered? Answered { get; private set; }

    public LoginDecision Ask(LoginAttempt attempt, NumberDisplay display = NumberDisplay.Shown, string word = "push") =>
        Keep(attempt, Decide(attempt, attempt.User, word, display));

    public LoginDecision Decide(LoginAttempt attempt, string user, string word, NumberDisplay display = NumberDisplay.Shown)
    {
        pushes++;
        var request = new PushRequest(DeviceChoice.Read(word)!, display, new PushId((UInt128)pushes), PushNumber.New(pushes * 7 % PushNumber.Many));
        return PushRules.Ask(this[user], attempt, request, Policy, Now);
    }

    public LoginDecision Collect(LoginAttempt attempt, PushId id) => Keep(attempt, PushRules.Collect(this[attempt.User], attempt, id, Policy, Now));

    public PushResult Answer(string user, PushAnswer answer) => Keep(user, PushAnswers.Answer(this[user], answer, Policy, Now));

    public PushResult Keep(string user, PushAnswered answered)
    {
        (people[user], Answered) = (answered.Next, answered);
        return answered.Result;
    }

    private Person Registered(string name) =>
        this[name].Standing == PersonStanding.Unregistered ? Person.Registered(name) : this[name];

    private LoginDecision Keep(LoginAttempt attempt, LoginDecision decision)
    {
        people[attempt.User] = decision.Next;
        return decision;
    }
}
