using System.Globalization;
using EndToEnd.Doors;
using EndToEnd.Machine;

namespace EndToEnd.Outside;

/// <summary>What happens in a session once it is open.</summary>
public sealed class SessionTests(CodeFirstSite site) : IClassFixture<CodeFirstSite>, IAsyncLifetime
{
    private Person person = null!;

    public async ValueTask InitializeAsync() => person = await Person.JoinAsync(site);

    public ValueTask DisposeAsync() => person.DisposeAsync();

    /// <summary>Once a day: everything else rides on the one session, through the machine's ordinary sshd, without a second factor.</summary>
    [Fact]
    public async Task a_forward_of_the_session_ends_at_the_ordinary_sshd_which_asks_for_no_code()
    {
        var port = FreePort.ForTcp();
        var forward = $"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}:127.0.0.1:{site.Inside.Port.ToString(CultureInfo.InvariantCulture)}";
        using var carrier = new Client();
        var session = carrier.SshAsync(
            site.Outside.Port, person.Name, person.Account.Password, [await person.App.NextCodeAsync()],
            ["-o", "ExitOnForwardFailure=yes", "-L", forward], ["while [ ! -e done ]; do sleep 0.1; done"]);

        string[] patient = ["-o", "ConnectionAttempts=30"];
        var login = await person.Client.SshAsync(port, person.Name, person.Account.Password, [], patient, ["id", "-un"]);
        Assert.Equal(person.Name, login.Output.Trim());
        Assert.Equal(["Password: "], person.Client.Prompts);

        var copy = await person.Client.RunAsync(
            "/usr/bin/scp", person.Account.Password, [], [.. Client.Options, "-P", port.ToString(CultureInfo.InvariantCulture), person.Client.In("askpass"), $"{person.Name}@127.0.0.1:done"]);
        Assert.Equal(0, copy.ExitCode);
        Assert.Equal(["Password: "], person.Client.Prompts);
        Assert.Equal(0, (await session).ExitCode);
    }

    [Fact]
    public async Task a_terminal_session_tells_of_failed_tries_and_the_next_one_does_not()
    {
        await person.LogInAsync("000001", "000002");
        var told = await TerminalAsync();
        Assert.Contains("wrong code", told, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(person.Name, await File.ReadAllLinesAsync(Path.Combine(site.Authority.Notices, ".names"), TestContext.Current.CancellationToken));

        var quiet = await TerminalAsync();
        Assert.DoesNotContain("wrong code", quiet, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(Path.Combine(site.Authority.Notices, person.Name)));
    }

    [Fact]
    public async Task a_program_is_told_nothing()
    {
        await person.LogInAsync("000001", "000002");
        var login = await person.LogInAsync(await person.App.NextCodeAsync());
        Assert.Equal(person.Name + "\n", login.Output);
        Assert.Empty(login.Error);
        Assert.True(File.Exists(Path.Combine(site.Authority.Notices, person.Name)));
    }

    [Fact]
    public async Task the_authority_is_told_the_address_that_sshd_sees()
    {
        await person.LogInAsync(await person.App.NextCodeAsync());
        Assert.Contains("127.0.0.1", await site.Authority.AdministerAsync("user", "show", person.Name), StringComparison.Ordinal);
    }

    private async Task<string> TerminalAsync()
    {
        var session = await person.Client.RunAsync(
            "/usr/bin/ssh", person.Account.Password, [await person.App.NextCodeAsync()],
            [.. Client.Options, "-tt", "-p", site.Outside.Port.ToString(CultureInfo.InvariantCulture), $"{person.Name}@127.0.0.1"], "exit\n");
        Assert.Equal(0, session.ExitCode);
        return session.Output;
    }
}
