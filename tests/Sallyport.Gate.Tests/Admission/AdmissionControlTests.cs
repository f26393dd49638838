using System.Net;
using Sallyport.Gate.Admission;
using Sallyport.Gate.Machine;

namespace Sallyport.Gate.Tests.Admission;

public sealed class AdmissionControlTests
{
    private static readonly AdmissionRules Small = new()
    {
        Remember = 20_000,
        Pending = 20,
        ReservedForKnown = 8,
        ReservedForRecovery = 2,
        Strangers = new(3, 5, new Rate(6, TimeSpan.FromMinutes(1), 4), 10, new OverallRate(3, TimeSpan.FromSeconds(15))),
        Known = new(6, 12, new Rate(60, TimeSpan.FromMinutes(1), 20), 0, new OverallRate(10, TimeSpan.FromSeconds(1))),
        Trusted = [IPNetwork.Parse("129.78.68.0/24")],
        Recovery = [IPNetwork.Parse("10.9.9.0/24")],
    };

    [Fact]
    public void the_deny_list_refuses_and_the_allow_list_wins_over_it()
    {
        var story = new Story(lists: new AccessLists(Story.List("192.0.2.0/24", "2001:db8::/32"), Story.List("192.0.2.7/32")));
        Assert.Equal(AdmissionRefusal.DenyList, story.Visit("192.0.2.8"));
        Assert.Equal(AdmissionRefusal.DenyList, story.Visit("::ffff:192.0.2.8"));
        Assert.Equal(AdmissionRefusal.DenyList, story.Visit("2001:db8:1::1"));
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.7"));
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.3.8"));
    }

    [Fact]
    public void a_typing_slip_costs_nothing_and_repeated_failures_cost_double_each_time()
    {
        var story = new Story();
        story.Visit("192.0.2.7");
        for (var i = 0; i < 3; i++)
            story.Report("192.0.2.7", LoginOutcome.WrongCode);
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.7"));

        var waits = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            story.Report("192.0.2.7", LoginOutcome.WrongCode);
            var decision = story.Knock("192.0.2.7");
            Assert.Equal(AdmissionRefusal.Penalty, decision.Refusal);
            waits.Add(decision.RetryAfter.TotalSeconds);
        }

        Assert.Equal([30, 60, 120, 240, 480, 960, 1920, 3600, 3600], waits);
        story.Pass(TimeSpan.FromSeconds(3599));
        Assert.Equal(AdmissionRefusal.Penalty, story.Visit("192.0.2.7"));
        story.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.7"));
    }

    [Fact]
    public void points_are_forgotten_with_time()
    {
        var story = new Story();
        for (var i = 0; i < 5; i++)
            story.Report("192.0.2.7", LoginOutcome.WrongCode);
        story.Pass(TimeSpan.FromMinutes(100));
        story.Report("192.0.2.7", LoginOutcome.WrongCode);
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.7"));
    }

    [Fact]
    public void success_lifts_the_penalty()
    {
        var story = new Story();
        for (var i = 0; i < 6; i++)
            story.Report("192.0.2.7", LoginOutcome.WrongUser);
        Assert.Equal(AdmissionRefusal.Penalty, story.Visit("192.0.2.7"));
        story.Report("192.0.2.7", LoginOutcome.Success);
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.7"));
    }

    [Fact]
    public void many_bad_addresses_in_one_prefix_penalise_the_prefix_but_not_the_good_one_in_it()
    {
        var story = new Story();
        story.Report("192.0.2.200", LoginOutcome.Success);
        for (var host = 1; host <= 8; host++)
            for (var i = 0; i < 4; i++)
                story.Report($"192.0.2.{host}", LoginOutcome.WrongUser);
        Assert.Equal(AdmissionRefusal.NetworkPenalty, story.Visit("192.0.2.99"));
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.200"));
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.3.99"));
    }

    [Fact]
    public void a_guesser_beside_a_known_user_costs_that_user_a_minute_at_most()
    {
        var story = new Story();
        story.Report("192.0.2.7", LoginOutcome.Success);
        for (var i = 0; i < 50; i++)
            story.Report("192.0.2.7", LoginOutcome.WrongUser);
        Assert.Equal(60, story.Knock("192.0.2.7").RetryAfter.TotalSeconds);
    }

    [Fact]
    public void pending_connections_are_capped_per_source_and_per_network_and_in_all()
    {
        var story = new Story(Small with { Strangers = Small.Strangers with { Overall = new OverallRate(0, default) } });
        for (var i = 0; i < 3; i++)
            Assert.True(story.Knock("192.0.2.1").IsAdmitted);
        Assert.Equal(AdmissionRefusal.SourcePending, story.Knock("192.0.2.1").Refusal);
        Assert.True(story.Knock("192.0.2.2").IsAdmitted);
        var last = story.Knock("192.0.2.3");
        Assert.True(last.IsAdmitted);
        Assert.Equal(AdmissionRefusal.NetworkPending, story.Knock("192.0.2.4").Refusal);
        for (var i = 0; i < 5; i++)
            Assert.True(story.Knock($"198.51.{i}.1").IsAdmitted);
        Assert.Equal(AdmissionRefusal.TotalPending, story.Knock("203.0.113.1").Refusal);

        story.Control.Release(last.Lease);
        Assert.Equal(AdmissionRefusal.None, story.Knock("203.0.113.1").Refusal);
    }

    [Fact]
    public void no_flood_of_strangers_takes_the_places_of_known_trusted_and_recovery()
    {
        var story = new Story(Small);
        story.Report("203.0.113.5", LoginOutcome.Success);
        for (var second = 0; second < 120; second++)
        {
            for (var i = 0; i < 50; i++)
                story.Knock($"198.{second}.{i}.1");
            story.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(10, story.Control.Pending(Lane.Stranger));
        Assert.Equal(Lane.Known, story.Knock("203.0.113.5").Lease.Lane);
        Assert.Equal(Lane.Trusted, story.Knock("129.78.68.9").Lease.Lane);
        for (var i = 0; i < 6; i++)
            story.Knock($"129.78.68.{i}");
        Assert.Equal(AdmissionRefusal.TotalPending, story.Knock("203.0.113.5").Refusal);
        Assert.True(story.Knock("10.9.9.1").IsAdmitted);
        Assert.True(story.Knock("10.9.9.1").IsAdmitted);
        Assert.Equal(AdmissionRefusal.TotalPending, story.Knock("10.9.9.1").Refusal);
    }

    [Fact]
    public void above_cps_strangers_wait_and_known_sources_do_not()
    {
        var story = new Story(Small);
        story.Report("203.0.113.5", LoginOutcome.Success);
        for (var i = 0; i < 3; i++)
            Assert.Equal(AdmissionRefusal.None, story.Visit($"198.51.{i}.1"));
        Assert.Equal(TimeSpan.FromSeconds(15), story.Knock("198.51.9.1").RetryAfter);
        Assert.Equal(AdmissionRefusal.None, story.Visit("203.0.113.5"));
        story.Pass(TimeSpan.FromSeconds(14));
        Assert.Equal(AdmissionRefusal.TotalRate, story.Visit("198.51.10.1"));
        story.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(AdmissionRefusal.None, story.Visit("198.51.10.1"));
    }

    [Fact]
    public void the_bucket_gives_a_burst_and_then_a_token_every_ten_seconds()
    {
        var story = new Story(Small with { Strangers = Small.Strangers with { Overall = new OverallRate(0, default) } });
        for (var i = 0; i < 4; i++)
            Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.1"));
        Assert.Equal((AdmissionRefusal.SourceRate, TimeSpan.FromSeconds(10)), (story.Knock("192.0.2.1").Refusal, story.Knock("192.0.2.1").RetryAfter));
        story.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.1"));
        Assert.Equal(AdmissionRefusal.SourceRate, story.Visit("192.0.2.1"));
    }

    [Fact]
    public void the_hour_is_the_wall_clocks_and_begins_anew_with_it()
    {
        var story = new Story(Small with { Strangers = Small.Strangers with { PerSource = new Rate(0, default, 0) } });
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.1"));
            story.Pass(TimeSpan.FromSeconds(10));
        }

        var refused = story.Knock("192.0.2.1");
        Assert.Equal(AdmissionRefusal.SourceHour, refused.Refusal);
        Assert.Equal(new TimeSpan(0, 14, 59), refused.RetryAfter);
        story.Pass(refused.RetryAfter);
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.1"));
    }

    [Fact]
    public void an_allocation_that_hops_from_64_to_64_becomes_one_source_and_fills_no_memory()
    {
        var story = new Story(new AdmissionRules { Remember = 20_000, Strangers = new(1000, 1000, new Rate(1, TimeSpan.FromHours(1), 1), 0, new(0, default)) });
        var admitted = 0;
        for (var i = 0; i < 65_536; i++)
        {
            if (story.Visit($"2001:db8:1:{i:x}::1") == AdmissionRefusal.None)
                admitted++;
        }

        Assert.InRange(admitted, 1, 300);
        Assert.InRange(story.Control.Memory.Hosts.Count, 1, 300);
        Assert.Equal(AdmissionRefusal.None, story.Visit("2001:db8:2:1::1"));
    }

    [Fact]
    public void a_botnet_that_overruns_the_memory_pushes_out_neither_the_good_nor_the_penalised()
    {
        var story = new Story(new AdmissionRules { Remember = 2000, Strangers = new(10, 30, new Rate(0, default, 0), 0, new(0, default)) });
        story.Report("203.0.113.5", LoginOutcome.Success);
        for (var i = 0; i < 12; i++)
            story.Report("198.51.100.66", LoginOutcome.WrongUser);
        for (var i = 0; i < 200_000; i++)
            story.Visit($"11.{i >> 16}.{(i >> 8) & 255}.{i & 255}");
        Assert.True(story.Control.Memory.Hosts.Count <= 2000 * 5 / 4 + 64);
        Assert.True(story.Control.Memory.Hosts.Evicted > 190_000);
        Assert.Equal(Lane.Known, story.Knock("203.0.113.5").Lease.Lane);
        Assert.Equal(AdmissionRefusal.Penalty, story.Visit("198.51.100.66"));
    }

    [Fact]
    public void what_is_taken_is_given_back_whatever_happens_in_between()
    {
        var random = new Random(7);
        var story = new Story(Small with { Remember = 100, Strangers = new(5, 9, new Rate(0, default, 0), 0, new(0, default)) });
        var leases = new List<Lease>();
        for (var i = 0; i < 50_000; i++)
        {
            story.Pass(TimeSpan.FromMilliseconds(random.Next(3000)));
            var source = random.Next(2) == 0 ? $"198.51.{random.Next(8)}.{random.Next(256)}" : $"2001:db8:{random.Next(3)}:{random.Next(4096):x}::1";
            var decision = story.Knock(source);
            if (decision.IsAdmitted)
                leases.Add(decision.Lease);
            if (random.Next(5) == 0)
                story.Report(source, (LoginOutcome)random.Next(5));
            if (leases.Count > 0 && random.Next(2) == 0)
            {
                var index = random.Next(leases.Count);
                story.Control.Release(leases[index]);
                leases.RemoveAt(index);
            }

            Assert.Equal(leases.Count, story.Control.PendingInAll);
            Assert.True(story.Control.PendingInAll <= 20);
        }

        leases.ForEach(story.Control.Release);
        Assert.Equal(0, story.Control.PendingInAll);
        foreach (var table in new[] { story.Control.Memory.Hosts, story.Control.Memory.Networks, story.Control.Memory.Sites })
            Assert.DoesNotContain(table.Slots.ToArray(), slot => slot.Pending != 0);
    }

    [Fact]
    public void a_ban_holds_for_its_time_and_a_pardon_lifts_bans_and_penalties()
    {
        var story = new Story();
        story.Control.Bans.TryAdd(IPNetwork.Parse("192.0.2.0/24"), story.Now.Seconds + 60, story.Now);
        Assert.Equal((AdmissionRefusal.Banned, 60d), (story.Knock("192.0.2.9").Refusal, story.Knock("192.0.2.9").RetryAfter.TotalSeconds));
        story.Pass(TimeSpan.FromSeconds(60));
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.9"));
        for (var i = 0; i < 4; i++)
            story.Report("192.0.2.9", LoginOutcome.WrongUser);
        Assert.Equal(AdmissionRefusal.Penalty, story.Visit("192.0.2.9"));
        Assert.Equal(1, story.Control.Pardon(IPNetwork.Parse("192.0.2.9/32"), story.Now));
        Assert.Equal(AdmissionRefusal.None, story.Visit("192.0.2.9"));
    }

    [Fact]
    public void a_step_of_the_machines_clock_moves_no_penalty()
    {
        var time = new TestClock(new DateTimeOffset(2026, 11, 20, 17, 43, 21, TimeSpan.Zero));
        var clock = new GateClock(time);
        var before = clock.Now;
        time.StepWallClock(TimeSpan.FromHours(-5));
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(before.Milliseconds + 3000, clock.Now.Milliseconds);
        Assert.Equal(before.Hour - 5, clock.Now.Hour);
    }
}
