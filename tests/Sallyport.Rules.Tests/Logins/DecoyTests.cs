using Sallyport.Rules.Decoys;
using Sallyport.Rules.Factors;
using Sallyport.Rules.Factors.Skey;
using Sallyport.Rules.Logins;
using Sallyport.Rules.People;

namespace Sallyport.Rules.Tests.Logins;

public sealed class DecoyTests
{
    [Fact]
    public void An_unknown_name_shows_the_same_prompt_when_asked_again()
    {
        var site = new Site();
        foreach (var name in Names(200))
            Assert.Equal(PromptOf(site, name), PromptOf(site, name));
    }

    [Fact]
    public void Unknown_names_show_the_kinds_that_known_ones_show_in_the_mix_that_is_set()
    {
        var site = new Site { Policy = LoginPolicy.Default(new Decoy(new byte[32], DecoyMix.Default with { SkeyOf256 = 128, WebOtpOf256 = 0 })) };

        var kinds = Names(1000).Select(n => PromptOf(site, n).Expected).CountBy(k => k).ToDictionary();

        Assert.InRange(kinds[FactorKind.Skey], 430, 570);
        Assert.Equal(1000, kinds[FactorKind.Skey] + kinds[FactorKind.Totp]);
    }

    [Fact]
    public void A_decoy_sheet_runs_down_as_a_real_one_does()
    {
        var site = new Site { Policy = LoginPolicy.Default(new Decoy(new byte[32], DecoyMix.Default with { SkeyOf256 = 256, WebOtpOf256 = 0, CalculatedOf256 = 0 })) };
        var today = PromptOf(site, "nobody").Text;
        site.Now += TimeSpan.FromDays(3);
        var later = PromptOf(site, "nobody").Text;

        Assert.Matches("^skey line [0-9]+ of sa[0-9]{5} \\(six words\\): $", today);
        Assert.NotEqual(today, later);
        Assert.Equal(today.Split(" of ")[1], later.Split(" of ")[1]);
    }

    [Theory]
    [InlineData(0, LoginOrder.CodeFirst, SkeyAlgorithm.Sha1, "skey line 7 of do12345 (six words): ")]
    [InlineData(64, LoginOrder.CodeFirst, SkeyAlgorithm.Sha1, "otp-sha1 7 do12345 (six words): ")]
    [InlineData(64, LoginOrder.CodeFirst, SkeyAlgorithm.Md5, "skey line 7 of do12345 (six words): ")]
    [InlineData(0, LoginOrder.CodeLast, SkeyAlgorithm.Sha1, "otp-sha1 7 do12345 (six words): ")]
    [InlineData(0, LoginOrder.CodeLast, SkeyAlgorithm.Md5, "otp-md5 7 do12345 (six words): ")]
    public void A_sheet_of_an_own_pass_phrase_is_asked_by_the_challenge_where_that_tells_no_name_from_another(
        int calculated, LoginOrder order, SkeyAlgorithm algorithm, string prompt)
    {
        var site = new Site { Policy = LoginPolicy.Default(new Decoy(new byte[32], DecoyMix.Default with { WebOtpOf256 = 0, CalculatedOf256 = calculated })) };
        using var own = SkeyPassphrase.Parse("a phrase of my own")!;
        using var given = SkeyPassphrase.FromEntropy(new byte[16]);
        foreach (var (name, phrase) in new[] { ("ada", own), ("bob", given) })
            site[name] = Person.Registered(name) with { Enrolments = Enrolments.None with { Skey = SkeySheet.Generate(algorithm, SkeySeed.Parse("do12345")!, phrase, 7).Start } };

        Assert.Equal(prompt, Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From("ada") with { Order = order })).Prompt.Text);
        Assert.Equal("skey line 7 of do12345 (six words): ", Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From("bob") with { Order = order })).Prompt.Text);
    }

    [Fact]
    public void Unknown_names_are_asked_by_the_challenge_in_the_share_that_is_set()
    {
        var site = new Site { Policy = LoginPolicy.Default(new Decoy(new byte[32], DecoyMix.Default with { SkeyOf256 = 256, WebOtpOf256 = 0 })) };

        var texts = Names(1000).Select(n => PromptOf(site, n).Text).ToList();

        Assert.All(texts, text => Assert.Matches("^(skey line [0-9]+ of|otp-sha1 [0-9]+) sa[0-9]{5} \\(six words\\): $", text));
        Assert.InRange(texts.Count(text => text.StartsWith("otp-", StringComparison.Ordinal)), 200, 300);
    }

    [Fact]
    public void A_key_of_another_site_shows_other_sheets()
    {
        var mix = DecoyMix.Default with { SkeyOf256 = 256, WebOtpOf256 = 0 };
        var here = new Site { Policy = LoginPolicy.Default(new Decoy(new byte[32], mix)) };
        var there = new Site { Policy = LoginPolicy.Default(new Decoy([.. Enumerable.Repeat((byte)1, 32)], mix)) };

        Assert.NotEqual(PromptOf(here, "nobody"), PromptOf(there, "nobody"));
    }

    [Fact]
    public void What_is_remembered_of_a_decoy_is_what_would_be_derived_anew()
    {
        var mix = DecoyMix.Default with { TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Australia/Sydney") };
        var remembering = new Decoy(new byte[32], mix);
        var began = new DateTimeOffset(2027, 3, 20, 5, 1, 2, TimeSpan.Zero);

        // Past the end of summer time there, and back once.
        foreach (var name in Names(12))
        {
            for (var minutes = 0; minutes < 45 * 24 * 60; minutes += 53)
                Assert.Equal(Of(new Decoy(new byte[32], mix), began.AddMinutes(minutes)), Of(remembering, began.AddMinutes(minutes)));
            Assert.Equal(Of(new Decoy(new byte[32], mix), began), Of(remembering, began));

            (FactorKind, SkeySequence, SkeySequence, DateTimeOffset?) Of(Decoy decoy, DateTimeOffset at)
            {
                var now = decoy.AppearanceOf(name, at);
                return (now.Kind, now.BusySheet, now.IdleSheet, now.FetchedUntil);
            }
        }
    }

    private static Prompt PromptOf(Site site, string name) => Assert.IsType<LoginDecision.Ask>(site.Begin(Site.From(name))).Prompt;

    private static IEnumerable<string> Names(int count) => Enumerable.Range(0, count).Select(i => $"guess{i}");
}
