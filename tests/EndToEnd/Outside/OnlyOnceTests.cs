using EndToEnd.Doors;
using EndToEnd.Machine;

namespace EndToEnd.Outside;

/// <summary>A code opens one login: however many try it at once, and whatever happens to the authority meanwhile.</summary>
public sealed class OnlyOnceTests(CodeFirstSite site) : IClassFixture<CodeFirstSite>
{
    [Fact]
    public async Task of_200_conversations_with_one_code_at_once_one_is_let_in()
    {
        await using var person = await Person.JoinAsync(site);
        var code = await person.App.NextCodeAsync();
        var secret = await site.Authority.RadiusSecretAsync();
        var conversations = Enumerable.Range(0, 200).Select(_ => new RadiusConversation(site.Authority.RadiusPort, secret, person.Name)).ToList();
        await Task.WhenAll(conversations.Select(conversation => conversation.BeginAsync()));
        var answers = await Task.WhenAll(conversations.Select(conversation => conversation.SendAsync(code)));
        conversations.ForEach(conversation => conversation.Dispose());

        Assert.All(answers, Assert.NotNull);
        Assert.Single(answers, RadiusConversation.Accepted);
    }

    [Fact]
    public async Task of_20_real_logins_with_one_code_at_once_one_gets_in()
    {
        await using var person = await Person.JoinAsync(site);
        var code = await person.App.NextCodeAsync();
        var clients = Enumerable.Range(0, 20).Select(_ => new Client()).ToList();
        var logins = await Task.WhenAll(clients.Select(client => client.SshAsync(
            site.Outside.Port, person.Name, person.Account.Password, [code], ["-o", "NumberOfPasswordPrompts=1"], ["id", "-un"])));
        clients.ForEach(client => client.Dispose());

        Assert.Single(logins, login => login.ExitCode == 0);
    }

    /// <summary>Real processes: each code of several people is tried again and again while the authority is killed and started anew.</summary>
    [Fact]
    public async Task no_code_is_accepted_twice_however_often_the_authority_is_killed()
    {
        await using var authority = await ServedAuthority.StartAsync();
        var random = new Random(20260711);
        var accepted = new Dictionary<(int Person, string Code), int>();
        for (var round = 0; round < 6; round++)
        {
            await authority.HandOutCodesAsync();
            var load = Enumerable.Range(0, ServedAuthority.People).Select(person => TryAsync(authority, person)).ToList();
            await Task.Delay(random.Next(5, 150), TestContext.Current.CancellationToken);
            await authority.KillAsync();
            var outcomes = (await Task.WhenAll(load)).SelectMany(outcome => outcome);
            await authority.ServeAsync();

            // The new one is asked for all of them again.
            var again = await Task.WhenAll(Enumerable.Range(0, ServedAuthority.People).Select(person => TryAsync(authority, person)));
            foreach (var used in outcomes.Concat(again.SelectMany(outcome => outcome)))
                accepted[used] = accepted.GetValueOrDefault(used) + 1;
        }

        Assert.NotEmpty(accepted);
        Assert.All(accepted, used => Assert.True(used.Value == 1, $"{used.Key} was accepted {used.Value} times"));
        await authority.AdministerAsync("audit", "verify");
    }

    private static async Task<IReadOnlyList<(int Person, string Code)>> TryAsync(ServedAuthority authority, int person)
    {
        var accepted = new List<(int Person, string Code)>();
        for (var tries = 0; tries < 40; tries++)
        {
            // One recovery code after the other, each offered twice, so that accepted ones are tried again too.
            var code = authority.Codes[person][tries / 2 % authority.Codes[person].Count];
            using var conversation = new RadiusConversation(authority.RadiusPort, authority.RadiusSecret, ServedAuthority.NameOf(person));
            if (await conversation.BeginAsync() is null)
                return accepted;
            var answer = await conversation.SendAsync(code);
            if (RadiusConversation.Accepted(answer))
                accepted.Add((person, code));
            else if (answer is null)
                return accepted;
        }

        return accepted;
    }
}
