using System.Net;
using Sallyport.Authority.Metrics;
using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Totp;
using Sallyport.Rules.Logins;
using Sallyport.Rules.Networks;
using Sallyport.Rules.People;

namespace Sallyport.Authority.Tests.Metrics;

/// <summary>Which decision counts as what.</summary>
public sealed class LoginCountsTests
{
    private static readonly DateTimeOffset Now = new(2031, 7, 13, 3, 17, 41, TimeSpan.Zero);
    private static readonly LoginPolicy Policy = LoginPolicy.Default(new Decoy(new byte[32], DecoyMix.Default));
    private static readonly TotpKey Key = new(new byte[20]);

    private readonly LoginCounts counts = new();
    private Person person = Person.Registered("somebody") with { Enrolments = Enrolments.None with { Totp = TotpEnrolment.New(Key) } };

    [Fact]
    public void an_allowed_login_counts_by_its_factor_or_by_what_spared_it()
    {
        Answer(Key.CodeAt(Key.StepAt(Now)));
        Decide(LoginRules.Begin(person, At("door"), Policy with { Trusted = new TrustedNetworks([IPNetwork.Parse("192.0.2.0/24")]) }, Now));
        Assert.Equal(
            ["{outcome=\"allowed\",factor=\"totp\",host=\"door\"}", "{outcome=\"trusted-network\",factor=\"none\",host=\"door\"}"],
            counts.Logins.All().Select(count => count.Labels));
    }

    [Fact]
    public void a_wrong_code_counts_when_it_is_asked_again_and_the_prompt_alone_does_not()
    {
        Decide(LoginRules.Begin(person, At("door"), Policy, Now));
        Answer("000000");
        Assert.Equal(("{outcome=\"asked-again\",factor=\"none\",host=\"door\"}", 1), Assert.Single(counts.Logins.All()));
    }

    [Fact]
    public void a_refusal_counts_by_its_reason_and_a_used_up_budget_by_whose_it_is()
    {
        for (var i = 0; i < Policy.Budgets.FailuresPerSource; i++)
            Answer($"00000{i}");
        Assert.Equal(("{of=\"network\"}", 1), Assert.Single(counts.Lockouts.All()));
        Assert.Contains(("{outcome=\"closed\",factor=\"none\",host=\"door\"}", 1), counts.Logins.All());
    }

    /// <summary>A RADIUS client chooses its NAS-Identifier, and may choose another for each packet.</summary>
    [Fact]
    public void hosts_are_those_of_the_configuration_and_never_too_many()
    {
        var trusted = Policy with { Trusted = new TrustedNetworks([IPNetwork.Parse("192.0.2.0/24")]) };
        for (var i = 0; i < 1000; i++)
            Decide(LoginRules.Begin(person, At($"door/nas-{i}"), trusted, Now), $"door/nas-{i}");
        Assert.Equal(("{outcome=\"trusted-network\",factor=\"none\",host=\"door\"}", 1000), Assert.Single(counts.Logins.All()));

        for (var i = 0; i < 1000; i++)
            Decide(LoginRules.Begin(person, At($"host{i}"), trusted, Now), $"host{i}");
        Assert.InRange(counts.Logins.All().Count(), 200, 300);
        Assert.Equal(2000, counts.Logins.All().Sum(count => count.Count));
    }

    private static LoginAttempt At(string host) => new("somebody", IPAddress.Parse("192.0.2.66"), host);

    private void Answer(string code)
    {
        var decision = LoginRules.Answer(person, At("door"), 0, code, Policy, Now);
        Decide(decision);
        person = decision.Next;
    }

    private void Decide(LoginDecision decision, string host = "door") => counts.Decided(At(host), decision);
}
