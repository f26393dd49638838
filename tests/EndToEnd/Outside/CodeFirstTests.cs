using System.Text.Json;
using System.Text.RegularExpressions;
using EndToEnd.Machine;

namespace EndToEnd.Outside;

/// <summary>The code first, then the password: real sshd, real PAM, real ssh; the codes are oathtool's.</summary>
public sealed partial class CodeFirstTests(CodeFirstSite site) : IClassFixture<CodeFirstSite>, IAsyncLifetime
{
    private const string Code = "Code from your authenticator app: ";
    private const string WrongCode = "That code is wrong or has already been used. " + Code;
    private const string Password = "Password: ";
    private const string LockedOut = "Too many wrong codes for this name from your network. Try again after ";

    private Person person = null!;

    public async ValueTask InitializeAsync() => person = await Person.JoinAsync(site);

    public ValueTask DisposeAsync() => person.DisposeAsync();

    [Fact]
    public async Task the_code_and_the_password_open_a_session()
    {
        AssertIn(await person.LogInAsync(await person.App.NextCodeAsync()));
        Assert.Equal([Code, Password], person.Client.Prompts);
    }

    [Fact]
    public async Task a_code_opens_one_login_and_the_next_one_the_next()
    {
        var code = await person.App.NextCodeAsync();
        AssertIn(await person.LogInAsync(code));
        AssertOut(await person.LogInAsync(code, code, code));
        Assert.DoesNotContain(Password, person.Client.Prompts);
        AssertIn(await person.LogInAsync(await person.App.NextCodeAsync()));
    }

    [Fact]
    public async Task a_wrong_code_gets_another_prompt_and_never_the_password()
    {
        AssertIn(await person.LogInAsync("000000", await person.App.NextCodeAsync()));
        Assert.Equal([Code, WrongCode, Password], person.Client.Prompts);
    }

    [Fact]
    public async Task the_right_code_with_a_wrong_password_opens_nothing_and_is_used_up()
    {
        var code = await person.App.NextCodeAsync();
        AssertOut(await person.Client.SshAsync(site.Outside.Port, person.Name, "not the password", [code], "id"));
        AssertOut(await person.LogInAsync(code));
    }

    [Fact]
    public async Task the_code_of_another_person_is_wrong()
    {
        await using var other = await Person.JoinAsync(site);
        AssertOut(await person.LogInAsync(await other.App.NextCodeAsync()));
        Assert.Equal(WrongCode, person.Client.Prompts[1]);
    }

    [Fact]
    public async Task an_skey_sheet_counts_down_line_by_line()
    {
        await site.Authority.AdministerAsync("totp", "remove", "--for", person.Name);
        var lines = SheetLine().Matches(await site.Authority.AdministerAsync("skey", "sheet", "--for", person.Name, "--lines", "40"))
            .ToDictionary(line => line.Groups["number"].Value, line => line.Groups["words"].Value, StringComparer.Ordinal);

        var first = await PromptedLineAsync();
        AssertIn(await person.LogInAsync(lines[first].ToLowerInvariant()));
        var second = await PromptedLineAsync();
        Assert.Equal(int.Parse(first) - 1, int.Parse(second));
        AssertOut(await person.LogInAsync(lines[first]));
        AssertIn(await person.LogInAsync(lines[second]));
    }

    [Fact]
    public async Task a_live_web_otp_goes_before_all_else_and_opens_one_login()
    {
        var issued = JsonDocument.Parse(await site.Authority.AdministerAsync("web-otp", "--for", person.Name, "--json"));
        var code = issued.RootElement.GetProperty("code").GetString()!;
        AssertIn(await person.LogInAsync(code.ToLowerInvariant()));
        Assert.Equal(["Code from the web page: ", Password], person.Client.Prompts);

        AssertOut(await person.LogInAsync(code));
        Assert.Equal(Code, person.Client.Prompts[0]);
    }

    [Fact]
    public async Task a_web_otp_ends_after_five_minutes()
    {
        await site.Authority.AdministerAsync("web-otp", "--for", person.Name);
        site.Authority.Clock.Step(TimeSpan.FromMinutes(5));
        AssertIn(await person.LogInAsync(await person.App.NextCodeAsync()));
        Assert.Equal(Code, person.Client.Prompts[0]);
    }

    [Fact]
    public async Task each_recovery_code_opens_one_login()
    {
        var codes = (await site.Authority.AdministerAsync("recovery-codes", "--for", person.Name))
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(10, codes.Length);
        AssertIn(await person.LogInAsync(codes[3]));
        AssertOut(await person.LogInAsync(codes[3]));
        AssertIn(await person.LogInAsync(codes[4]));
    }

    [Fact]
    public async Task five_wrong_codes_close_the_door_for_an_hour()
    {
        await LockOutAsync();
        var right = await person.App.NextCodeAsync();
        AssertOut(await person.LogInAsync(right, right, right));
        AssertLockedOut();

        site.Authority.Clock.Step(TimeSpan.FromMinutes(59));
        var late = await person.App.CodeAsync();
        AssertOut(await person.LogInAsync(late, late, late));
        AssertLockedOut();
        site.Authority.Clock.Step(TimeSpan.FromMinutes(1));
        AssertIn(await person.LogInAsync(await person.App.NextCodeAsync()));
    }

    [Fact]
    public async Task what_nobody_guesses_opens_during_a_lockout()
    {
        var recovery = (await site.Authority.AdministerAsync("recovery-codes", "--for", person.Name)).Split('\n')[0].Trim();
        await LockOutAsync();
        AssertIn(await person.LogInAsync(recovery));
        Assert.StartsWith(LockedOut, person.Client.Prompts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_trusted_network_needs_no_code_and_is_audited_as_such()
    {
        AssertIn(await person.LogInFromTrustedAsync());
        Assert.Equal([Password], person.Client.Prompts);
        Assert.Contains(await AuditAsync(), row => row.Contains("trusted", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task a_public_key_is_taken_from_a_trusted_network_and_nowhere_else()
    {
        var key = person.Client.In("id_ed25519");
        await Run.MustAsync("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
        await Run.MustAsync("/usr/bin/install", "-D", "-m", "600", "-o", person.Name, key + ".pub", person.Account.Home + "/.ssh/authorized_keys");
        string[] withKey = ["-o", "IdentityFile=" + key, "-o", "IdentitiesOnly=yes"];

        AssertIn(await person.Client.SshAsync(site.Outside.Port, person.Name, "", [], [.. withKey, "-b", CodeFirstSite.Trusted], ["id", "-un"]));
        Assert.Empty(person.Client.Prompts);
        AssertOut(await person.Client.SshAsync(site.Outside.Port, person.Name, "", [], withKey, ["id", "-un"]));
        Assert.Equal(Code, person.Client.Prompts[0]);
    }

    [Fact]
    public async Task root_does_not_get_in_with_a_right_code()
    {
        var login = await person.Client.SshAsync(site.Outside.Port, "root", "any", [await person.App.NextCodeAsync()], "id");
        AssertOut(login);
    }

    [Fact]
    public async Task without_the_authority_the_outside_door_refuses_and_the_inside_door_works()
    {
        await site.Authority.StopAsync();
        try
        {
            AssertOut(await person.LogInAsync(await person.App.NextCodeAsync()));
            Assert.Empty(person.Client.Prompts);
            AssertIn(await person.Client.SshAsync(site.Inside.Port, person.Name, person.Account.Password, [], "id", "-un"));
        }
        finally
        {
            await site.Authority.StartAgainAsync();
        }

        AssertIn(await person.LogInAsync(await person.App.NextCodeAsync()));
    }

    /// <summary>Five wrong codes over two connections: one connection has three tries, however often its sshd starts PAM.</summary>
    private async Task LockOutAsync()
    {
        AssertOut(await person.LogInAsync("000001", "000002", "000003"));
        AssertOut(await person.LogInAsync("000004", "000005"));
    }

    private void AssertLockedOut()
    {
        Assert.NotEmpty(person.Client.Prompts);
        Assert.All(person.Client.Prompts, prompt => Assert.StartsWith(LockedOut, prompt, StringComparison.Ordinal));
    }

    private async Task<string> PromptedLineAsync()
    {
        await person.LogInAsync();
        var prompt = SkeyPrompt().Match(person.Client.Prompts[0]);
        Assert.True(prompt.Success, person.Client.Prompts[0]);
        return prompt.Groups["number"].Value;
    }

    private async Task<string[]> AuditAsync() =>
        [.. (await site.Authority.AdministerAsync("audit", "tail", "--json")).Split('\n').Where(row => row.Contains(person.Name, StringComparison.Ordinal))];

    private void AssertIn(Run login)
    {
        Assert.True(login.ExitCode == 0, $"{login}\n{string.Join('\n', person.Client.Prompts)}");
        Assert.Equal(person.Name, login.Output.Trim());
    }

    private static void AssertOut(Run login)
    {
        Assert.Equal(255, login.ExitCode);
        Assert.Empty(login.Output);
    }

    [GeneratedRegex(@"(?:^|\s)(?<number>\d+)  (?<words>[A-Z]{1,4} +[A-Z]{1,4} +[A-Z]{1,4} +[A-Z]{1,4} +[A-Z]{1,4} +[A-Z]{1,4})", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex SheetLine();

    [GeneratedRegex(@"^skey line (?<number>\d+) of \w+ \(six words\): $", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SkeyPrompt();
}
