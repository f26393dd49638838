using Sallyport.Gate.Admission;

namespace Sallyport.Gate.Tests.Admission;

/// <summary>What a stranger may learn or do by the gate's penalties, in virtual time. Each test is named after the attack that it stands against.</summary>
public sealed class AttackTests
{
    private const string Attacker = "198.51.100.66";

    [Theory]
    [InlineData(LoginOutcome.WrongUser)]
    [InlineData(LoginOutcome.Refused)]
    [InlineData(LoginOutcome.DeniedPush)]
    [InlineData(LoginOutcome.NoLogin)]
    internal void telling_names_apart_by_the_penalties(LoginOutcome another)
    {
        for (var answers = 1; answers <= 12; answers++)
            Assert.Equal(WhatIsSeen(LoginOutcome.WrongCode, answers), WhatIsSeen(another, answers));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(200)]
    public void shutting_out_for_an_hour_whoever_forgot_the_user_name(int mistakes)
    {
        var story = new Story();
        var first = story.Knock(Attacker);
        for (var i = 0; i < mistakes; i++)
            story.Report(Attacker, LoginOutcome.WrongUser);
        story.Control.Release(first.Lease);
        Assert.InRange(story.Knock(Attacker).RetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        story.Pass(TimeSpan.FromMinutes(1));
        Assert.True(story.Knock(Attacker).IsAdmitted);
        story.Report(Attacker, LoginOutcome.WrongCode); // a slip in the second connection is the third minute, not the fifty-ninth
        Assert.InRange(story.Knock(Attacker).RetryAfter, TimeSpan.Zero, TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void guessing_in_many_first_connections_at_once()
    {
        var story = new Story();
        var leases = Enumerable.Range(0, 8).Select(_ => story.Knock(Attacker).Lease).ToList();
        foreach (var lease in leases)
        {
            for (var i = 0; i < 3; i++)
                story.Report(Attacker, LoginOutcome.WrongCode);
            story.Control.Release(lease);
        }

        Assert.Equal(TimeSpan.FromHours(1), story.Knock(Attacker).RetryAfter);
    }

    [Fact]
    public void guessing_on_after_the_mild_first_connection()
    {
        var story = new Story();
        var guesses = 0;
        for (var second = 0; second < 86_400; second++)
        {
            if (story.Visit(Attacker) == AdmissionRefusal.None)
            {
                for (var i = 0; i < 3; i++, guesses++)
                    story.Report(Attacker, LoginOutcome.WrongCode);
            }

            story.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(guesses, 1, 100); // a day: as an hour after each three, once the waiting has doubled up to it
    }

    [Fact]
    public void a_restart_of_the_gate_makes_no_first_connection_of_a_penalised_source()
    {
        var story = new Story();
        story.Visit(Attacker);
        story.Visit(Attacker);
        for (var i = 0; i < 2; i++)
        {
            story.Report(Attacker, LoginOutcome.WrongCode);
            story.Visit(Attacker);
        }

        for (var i = 0; i < 5; i++)
            story.Report(Attacker, LoginOutcome.WrongCode);
        var state = StateFile.Text(story.Control, story.Control.Memory.Penalties(story.Now), story.Now);
        var after = new Story();
        StateFile.Read(state, after.Control, after.Now);
        after.Report(Attacker, LoginOutcome.WrongCode);
        Assert.Equal(TimeSpan.FromMinutes(8), after.Knock(Attacker).RetryAfter);
    }

    [Theory]
    [InlineData(LoginOutcome.PasswordNext)]
    internal void becoming_known_without_having_got_in(LoginOutcome outcome)
    {
        var story = new Story();
        for (var i = 0; i < 4; i++)
            story.Report(Attacker, LoginOutcome.WrongCode);
        story.Report(Attacker, outcome);
        Assert.Equal(AdmissionRefusal.Penalty, story.Visit(Attacker));
        Assert.Equal((0, 0), (story.Control.GoodHosts.Count, story.Control.GoodNetworks.Count));
    }

    /// <summary>Everything that a guesser can see in two hours of knocking each second, with one kind of answer to each of its guesses.</summary>
    private static List<(AdmissionRefusal Refusal, TimeSpan RetryAfter, Lane Lane)> WhatIsSeen(LoginOutcome outcome, int answers)
    {
        var story = new Story();
        var seen = new List<(AdmissionRefusal, TimeSpan, Lane)>();
        for (var second = 0; second < 7200; second++)
        {
            var decision = story.Knock(Attacker);
            seen.Add((decision.Refusal, decision.RetryAfter, decision.Lease.Lane));
            if (decision.IsAdmitted)
            {
                for (var i = 0; i < answers; i++)
                    story.Report(Attacker, outcome);
                story.Control.Release(decision.Lease);
            }

            story.Pass(TimeSpan.FromSeconds(1));
        }

        return seen;
    }
}
