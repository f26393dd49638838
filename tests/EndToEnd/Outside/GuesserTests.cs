using System.Diagnostics;
using System.Globalization;
using EndToEnd.Machine;

namespace EndToEnd.Outside;

/// <summary>What a guesser learns from prompts and times: nothing about who exists.</summary>
public sealed class GuesserTests(CodeFirstSite site) : IClassFixture<CodeFirstSite>, IAsyncLifetime
{
    private const int Timings = 200;

    private Person person = null!;

    public async ValueTask InitializeAsync() => person = await Person.JoinAsync(site);

    public ValueTask DisposeAsync() => person.DisposeAsync();

    [Fact]
    public async Task a_name_without_an_account_sees_the_prompts_of_a_person_and_sees_them_again()
    {
        var stranger = await UnregisteredNameAskedForATotpAsync();
        var known = await GuessAsync(person.Name);
        Assert.Equal(known, await GuessAsync(stranger));
        Assert.Equal(known, await GuessAsync(stranger));
    }

    [Fact]
    public async Task an_account_without_a_factor_sees_the_prompts_of_a_person()
    {
        await using var account = await Account.MakeAsync();
        var first = await GuessAsync(account.Name);
        Assert.Equal(first, await GuessAsync(account.Name));
        Assert.All(first, prompt => Assert.Matches("^(That code is wrong or has already been used. )?(Code from|skey line|otp-sha1)", prompt));
    }

    [Fact]
    public async Task a_locked_person_sees_the_prompts_of_any_other_even_with_the_right_code()
    {
        await site.Authority.AdministerAsync("user", "lock", person.Name);
        Assert.Equal(255, (await person.LogInAsync(await person.App.NextCodeAsync())).ExitCode);
        Assert.Equal("That code is wrong or has already been used. Code from your authenticator app: ", person.Client.Prompts[1]);
    }

    /// <summary>
    /// The two packets of a conversation with a wrong code, timed in turns so that whatever else the machine does falls on all alike: two
    /// known people and two unknown names. The medians of known and unknown may differ by what the two known ones do, or by a tenth.
    /// </summary>
    [Fact]
    public async Task a_wrong_code_takes_a_known_and_an_unknown_name_the_same_time()
    {
        await using var other = await Person.JoinAsync(site);
        string[] names = [person.Name, other.Name, await UnregisteredNameAskedForATotpAsync(), await UnregisteredNameAskedForATotpAsync()];
        var times = names.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < Timings + 20; round++)
        {
            // A lockout answers sooner, and they grow: the budget is kept open, alike for all, by letting each wrong code be forgotten.
            site.Authority.Clock.Step(TimeSpan.FromHours(12));
            for (var i = 0; i < names.Length; i++)
            {
                var took = await TimedGuessAsync(names[(i + round) % names.Length]);
                if (round >= 20)
                    times[(i + round) % names.Length].Add(took);
            }
        }

        var medians = times.Select(Median).ToArray();
        var noise = Math.Abs(medians[0] - medians[1]);
        var difference = Math.Abs((medians[0] + medians[1] - medians[2] - medians[3]) / 2);
        Assert.True(difference <= Math.Max(noise, medians[0] / 10), string.Join(", ", medians.Select(m => m.ToString("0.000 ms", CultureInfo.InvariantCulture))));
    }

    private async Task<double> TimedGuessAsync(string name)
    {
        using var conversation = new RadiusConversation(site.Authority.RadiusPort, await site.Authority.RadiusSecretAsync(), name);
        var start = Stopwatch.GetTimestamp();
        await conversation.BeginAsync();
        await conversation.SendAsync("000000");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>The prompts of one ssh that gives two wrong codes and then an empty line: twice is not enough to be refused.</summary>
    private async Task<IReadOnlyList<string>> GuessAsync(string name)
    {
        var login = await person.Client.SshAsync(
            site.Outside.Port, name, "guess", ["000001", "000002"], ["-o", "NumberOfPasswordPrompts=1"], ["id"]);
        Assert.Equal(255, login.ExitCode);
        Assert.Equal(3, person.Client.Prompts.Count);
        return person.Client.Prompts;
    }

    private async Task<string> UnregisteredNameAskedForATotpAsync()
    {
        while (true)
        {
            var name = "no" + Guid.NewGuid().ToString("N")[..8];
            using var conversation = new RadiusConversation(site.Authority.RadiusPort, await site.Authority.RadiusSecretAsync(), name);
            if ((await conversation.BeginAsync())!.Text!.StartsWith("Code from your authenticator app", StringComparison.Ordinal))
                return name;
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
